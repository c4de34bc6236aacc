"""`jiayi daily`: JSON with what changed, nothing the second time, days off made up, ended anywhere and run again."""

import contextlib
import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from jiayi.registry.people.models import CareRelation
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, AgreementStep, TeamLoad
from jiayi.service.agreements.services import settling

from .factories import SIGNED_ON, agreement_of, make_resident, make_village, request_for, sign

DAY = dt.timedelta(days=1)


def daily(on: dt.date | str) -> dict:
    printed = io.StringIO()
    call_command("daily", on=on, stdout=printed)
    return json.loads(printed.getvalue())


@pytest.mark.django_db
def test_a_day_is_turned_once_and_days_off_are_made_up():
    village = make_village()
    expiring, renewing, resting = (make_resident(name=name) for name in "甲乙丙")
    for resident in (expiring, renewing, resting):
        sign(village, resident)
    ends_on = agreement_of(expiring).ends_on
    sign(village, renewing, kind="renewal", signed_on=ends_on - 10 * DAY)
    services.suspend_agreement(
        by=village.by, agreement_id=agreement_of(resting).id, reason="away", suspended_on=SIGNED_ON, on=SIGNED_ON,
        resumes_on=SIGNED_ON + 30 * DAY,
    )  # fmt: skip
    services.prepare_agreement(by=village.by, asked=request_for(village, make_resident(name="丁")), on=SIGNED_ON)
    first = daily(ends_on + 100 * DAY)
    changes = {name: count for name, count in first.items() if count}
    assert changes == {
        "on": (ends_on + 100 * DAY).isoformat(),
        "lapsed": 1,
        "started": 1,
        "expired": 2,
        "changed": 4,
    }
    assert daily(ends_on + 100 * DAY)["changed"] == 0
    assert agreement_of(expiring).ended_on == agreement_of(resting).ended_on == ends_on
    assert agreement_of(renewing, state="active").starts_on == ends_on + DAY


@pytest.mark.django_db
def test_years_off_are_made_up_renewed_in_silence_as_long_as_notice_was_given():
    village, resident = make_village("severe-chronic-poor"), make_resident()
    sign(village, resident)
    first = agreement_of(resident)
    services.give_notice(by=village.by, agreement_id=first.id, notified_on=first.ends_on, on=first.ends_on)
    told = daily(SIGNED_ON + dt.timedelta(days=3 * 365 + 10))
    assert (told["renewed"], told["expired"]) == (1, 1)
    chain = Agreement.objects.filter(resident=resident).order_by("starts_on")
    assert [one.state for one in chain] == ["renewed", "expired"]
    assert chain[1].starts_on == chain[0].ends_on + DAY and chain[1].ended_on == chain[1].ends_on


@pytest.mark.django_db
def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="is not a day"):
        call_command("daily", "--on", "30.11.2026")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", range(1, 9))
def test_a_run_that_is_ended_anywhere_is_finished_by_the_next(monkeypatch, place):
    """The run is broken off at its n-th step of writing; what it had committed stands, the next run does the rest."""
    village = make_village()
    residents = [make_resident(name=f"居民{n}") for n in "甲乙丙丁"]
    for resident in residents:
        sign(village, resident)
    ends_on = agreement_of(residents[0]).ends_on
    sign(village, residents[0], kind="renewal", signed_on=ends_on)
    monkeypatch.setattr(settling, "CHUNK", 1)
    steps = iter(range(1, 100))
    real = settling.restate_tasks

    def breaking(*arguments, **fields):
        if next(steps) == place:
            raise KeyboardInterrupt
        return real(*arguments, **fields)

    monkeypatch.setattr(settling, "restate_tasks", breaking)
    day = ends_on + 5 * DAY
    with contextlib.suppress(KeyboardInterrupt):
        daily(day)
    monkeypatch.setattr(settling, "restate_tasks", real)
    daily(day)
    assert daily(day)["changed"] == 0
    states = sorted(Agreement.objects.values_list("state", flat=True))
    assert states == ["active", "expired", "expired", "expired", "renewed"]
    assert TeamLoad.objects.get().persons == 1
    assert not rebuild(on=day, check=True).total
    assert AgreementStep.objects.filter(to_state="expired").count() == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", range(2, 130, 9))
def test_a_run_that_is_ended_at_any_statement_is_finished_by_the_next(monkeypatch, statement):
    """As when the process is killed: what was not committed is gone, and the next run leaves nothing half done."""
    village = make_village("severe-chronic-poor")
    residents = {name: make_resident(name=name) for name in "甲乙丙丁"}
    for resident in residents.values():
        sign(village, resident)
    first = {name: agreement_of(resident) for name, resident in residents.items()}
    ends_on = first["甲"].ends_on
    sign(village, residents["甲"], kind="renewal", signed_on=ends_on)
    services.give_notice(by=village.by, agreement_id=first["乙"].id, notified_on=ends_on, on=ends_on)
    services.suspend_agreement(
        by=village.by, agreement_id=first["丙"].id, reason="away", suspended_on=SIGNED_ON, on=SIGNED_ON
    )
    monkeypatch.setattr(settling, "CHUNK", 1)
    day, places = ends_on + 5 * DAY, iter(range(1, 10_000))

    def killed(execute, sql, params, many, context):
        if next(places) == statement:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with contextlib.suppress(KeyboardInterrupt), connection.execute_wrapper(killed):
        daily(day)
    daily(day)
    assert daily(day)["changed"] == 0
    states = {name: set(Agreement.objects.filter(resident=one).values_list("state", flat=True))
              for name, one in residents.items()}  # fmt: skip
    assert states == {"甲": {"renewed", "active"}, "乙": {"renewed", "active"}, "丙": {"expired"}, "丁": {"expired"}}
    assert TeamLoad.objects.get().persons == 2
    assert not rebuild(on=day, check=True).total
    seeing = CareRelation.objects.filter(until=None, place_id=village.team.id).values_list("resident__name", flat=True)
    assert sorted(seeing) == sorted("甲乙")
