"""From signing to the end: starting, expiring, silent renewal, termination, voiding, notices."""

import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.models import CareRelation
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, DoctorLoad, TeamLoad
from jiayi.service.agreements.terms import TerminationRequest

from .factories import (
    SIGNED_ON,
    agreement_of,
    make_household,
    make_resident,
    make_signer,
    make_team,
    make_village,
    sign,
)

pytestmark = pytest.mark.django_db
SYSTEM = SystemViewer()
DAY = dt.timedelta(days=1)


def turn(day: dt.date) -> None:
    services.start_scheduled(by=SYSTEM, on=day)
    services.expire(by=SYSTEM, on=day)


def in_sight(resident) -> set:
    """The places that may see the resident today through an agreement."""
    return set(CareRelation.objects.filter(resident=resident, until=None).values_list("place_id", flat=True))


def open_tasks() -> set[str]:
    """What the agreements themselves make due; what they promise is the fulfilment room's."""
    found = Task.objects.filter(state="open").exclude(kind="deliver_promises")
    return set(found.values_list("kind", flat=True))


def test_on_its_last_day_an_agreement_is_in_force_and_the_day_after_it_is_expired():
    village, resident = make_village(), make_resident()
    agreement = sign(village, resident).agreements.get()
    turn(agreement.ends_on)
    assert agreement_of(resident).state == "active"
    turn(agreement.ends_on + DAY)
    ended = agreement_of(resident)
    assert (ended.state, ended.end_reason, ended.ended_on) == ("expired", "term_over", agreement.ends_on)
    assert TeamLoad.objects.get().persons == DoctorLoad.objects.get().persons == 0
    assert not in_sight(resident) and not open_tasks()


def test_packages_are_changed_also_when_the_day_for_opening_the_record_is_over():
    village, resident = make_village("county-2018"), make_resident()
    former = sign(village, resident).agreements.get()
    later = former.open_record_by + 30 * DAY
    services.change_packages(
        by=village.by, agreement_id=former.id, packages=("basic", "elderly"), signed_on=later, on=later
    )
    changed = agreement_of(resident, state="active")
    task = Task.objects.get(kind="open_record", state="open")
    assert (task.subject_id, task.from_on, task.due_on) == (changed.id, former.open_record_by, former.open_record_by)
    assert not rebuild(on=later, check=True).total


def test_a_renewal_starts_when_its_day_comes_and_the_former_is_renewed():
    village, resident = make_village(), make_resident()
    first = sign(village, resident).agreements.get()
    renewal = sign(village, resident, kind="renewal", signed_on=first.ends_on).agreements.get()
    turn(renewal.starts_on)
    first.refresh_from_db()
    assert (first.state, first.end_reason, first.ended_on) == ("renewed", "renewal", first.ends_on)
    assert agreement_of(resident, kind="renewal").state == "active"
    assert TeamLoad.objects.get().persons == 1
    assert CareRelation.objects.filter(resident=resident, until=None, subject_id=renewal.paper_id).count() == 3
    assert not CareRelation.objects.filter(subject_id=first.paper_id, until=None).exists()
    assert open_tasks() == {"renewal_notice"}


def test_turning_the_day_twice_changes_nothing_more():
    village, resident = make_village(), make_resident()
    agreement = sign(village, resident).agreements.get()
    turn(agreement.ends_on + DAY)
    assert services.expire(by=SYSTEM, on=agreement.ends_on + DAY) == 0
    assert services.start_scheduled(by=SYSTEM, on=agreement.ends_on + DAY) == 0


def silent(notice: bool = True, objection: bool = False):
    """A village that renews in silence, and an agreement there."""
    village = make_village("household-village")
    resident = make_household(members=1).members.get()
    agreement = sign(village, resident).agreements.get()
    told = dt.date(2027, 11, 15)
    if notice:
        services.give_notice(by=village.by, agreement_id=agreement.id, notified_on=told, on=told)
    if objection:
        services.record_objection(by=village.by, agreement_id=agreement.id, objected_on=told, on=told)
    return village, resident, agreement


def test_silence_after_notice_renews_where_the_scheme_says_so():
    village, resident, first = silent()
    turn(dt.date(2028, 1, 1))
    first.refresh_from_db()
    second = agreement_of(resident, kind="renewal")
    assert (first.state, second.state, second.is_silent) == ("renewed", "active", True)
    assert (second.starts_on, second.ends_on) == (dt.date(2028, 1, 1), dt.date(2028, 12, 31))
    assert (second.previous_id, second.paper_id, second.channel) == (first.id, first.paper_id, "silent_renewal")
    assert second.packages.get().items == first.packages.get().items
    assert TeamLoad.objects.get().persons == 1
    assert len(in_sight(resident)) == 3
    assert open_tasks() == {"renewal_notice"}


@pytest.mark.parametrize(("notice", "objection"), [(False, False), (True, True)])
def test_without_notice_or_against_the_will_nothing_renews(notice, objection):
    village, resident, agreement = silent(notice, objection)
    turn(dt.date(2028, 1, 1))
    assert agreement_of(resident).state == "expired"


def test_nothing_renews_in_silence_under_other_schemes():
    village, resident = make_village("county-2018"), make_resident()
    agreement = sign(village, resident).agreements.get()
    told = agreement.ends_on - DAY
    services.give_notice(by=village.by, agreement_id=agreement.id, notified_on=told, on=told)
    turn(agreement.ends_on + DAY)
    assert agreement_of(resident).state == "expired"


def test_years_of_silence_are_caught_up_one_after_another():
    village, resident, first = silent()
    turn(dt.date(2028, 1, 1))
    second = agreement_of(resident, state="active")
    told = dt.date(2028, 12, 1)
    services.give_notice(by=village.by, agreement_id=second.id, notified_on=told, on=told)
    turn(dt.date(2031, 1, 1))
    states = list(Agreement.objects.order_by("starts_on").values_list("state", flat=True))
    assert states == ["renewed", "renewed", "expired"]


def test_signing_settles_what_the_night_has_not_settled_yet():
    village, resident = make_village(), make_resident()
    first = sign(village, resident).agreements.get()
    sign(village, resident, signed_on=first.ends_on + DAY)
    assert list(Agreement.objects.order_by("signed_on").values_list("state", flat=True)) == ["expired", "active"]


def test_notice_closes_its_task_and_is_dated_between_signing_and_today():
    village, resident = make_village(), make_resident()
    agreement = sign(village, resident).agreements.get()
    assert open_tasks() == {"renewal_notice"}
    for wrong in (SIGNED_ON - DAY, SIGNED_ON + DAY):
        with pytest.raises(BadShape):
            services.give_notice(by=village.by, agreement_id=agreement.id, notified_on=wrong, on=SIGNED_ON)
    services.give_notice(by=village.by, agreement_id=agreement.id, notified_on=SIGNED_ON, on=SIGNED_ON)
    assert not open_tasks()


def test_the_list_is_told_and_the_record_opened():
    village, resident = make_village("county-2018"), make_resident()
    agreement = sign(village, resident).agreements.get()
    assert agreement.open_record_by == dt.date(2027, 2, 28)
    services.tell_service_list(by=village.by, agreement_id=agreement.id, told_on=SIGNED_ON, on=SIGNED_ON)
    services.mark_record_opened(by=village.by, agreement_id=agreement.id, opened_on=SIGNED_ON, on=SIGNED_ON)
    assert open_tasks() == {"renewal_notice"}
    agreement = agreement_of(resident)
    assert (agreement.paper.told_list_on, agreement.record_opened_on) == (SIGNED_ON, SIGNED_ON)
    assert {"agreements.tell_service_list", "agreements.mark_record_opened"} <= set(
        Entry.objects.values_list("act", flat=True)
    )


def test_only_the_newly_signed_have_a_day_by_which_the_record_is_open():
    village, resident = make_village("county-2018"), make_resident()
    first = sign(village, resident).agreements.get()
    renewal = sign(village, resident, kind="renewal", signed_on=first.ends_on).agreements.get()
    assert renewal.open_record_by is None


def end(village, agreement, **asked):
    asked = TerminationRequest(**({"requested_by": "resident", "reason": "own_wish"} | asked))
    return services.terminate_agreement(by=village.by, agreement_id=agreement.id, asked=asked, on=SIGNED_ON)


@pytest.mark.parametrize(
    ("schemes", "confirmed", "breaches"),
    [
        ((), {}, {"B_RESIDENT_CONFIRMATION_MISSING"}),
        (
            ("household-village",),
            {},
            {"B_RESIDENT_CONFIRMATION_MISSING", "B_TEAM_CONFIRMATION_MISSING"},
        ),
        (("household-village",), {"confirmed_by_resident": True}, {"B_TEAM_CONFIRMATION_MISSING"}),
    ],
)
def test_a_termination_waits_for_the_confirmations_of_the_scheme(schemes, confirmed, breaches):
    village = make_village(*schemes)
    agreement = sign(village, make_resident()).agreements.get()
    with pytest.raises(LawBroken) as refused:
        end(village, agreement, **confirmed)
    assert {breach["code"] for breach in refused.value.breaches} == breaches
    assert agreement_of(agreement.resident).state == "active"


def test_a_terminated_agreement_frees_its_place_and_a_new_one_can_be_signed():
    village, resident = make_village(), make_resident()
    agreement = sign(village, resident).agreements.get()
    end(village, agreement, confirmed_by_resident=True, note="本人要求")
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason, agreement.ended_on) == ("terminated", "own_wish", SIGNED_ON)
    assert TeamLoad.objects.get().persons == 0
    assert not in_sight(resident) and not open_tasks()
    sign(make_team(), resident)


def test_what_is_no_reason_or_not_in_force_cannot_be_terminated():
    village, resident = make_village(), make_resident()
    agreement = sign(village, resident).agreements.get()
    with pytest.raises(BadShape):
        end(village, agreement, reason="mood")
    with pytest.raises(BadShape):
        end(village, agreement, requested_by="neighbour")
    end(village, agreement, confirmed_by_resident=True)
    with pytest.raises(LawBroken) as refused:
        end(village, agreement, confirmed_by_resident=True)
    assert [breach["code"] for breach in refused.value.breaches] == ["B_ALREADY_ENDED"]
    with pytest.raises(LawBroken):
        services.void_agreement(by=village.by, agreement_id=agreement.id, note="错录", on=SIGNED_ON)


def test_an_entry_by_mistake_is_made_void_with_its_reason():
    village, resident = make_village("household-village"), make_household(members=1).members.get()
    agreement = sign(village, resident).agreements.get()
    with pytest.raises(BadShape):
        services.void_agreement(by=village.by, agreement_id=agreement.id, note=" ", on=SIGNED_ON)
    services.void_agreement(by=village.by, agreement_id=agreement.id, note="选错居民", on=SIGNED_ON)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason, agreement.end_note) == ("void", "entry_error", "选错居民")
    load = TeamLoad.objects.get()
    assert (load.persons, load.households) == (0, 0)
    sign(make_team(), resident)


@pytest.mark.parametrize("permissions", [("agreement_read",), ("agreement_read", "agreement_sign")])
def test_who_may_not_end_agreements_sees_nothing(permissions):
    village = make_village()
    agreement = sign(village, make_resident()).agreements.get()
    by = make_signer(permissions=permissions)
    with pytest.raises(NotVisible):
        services.void_agreement(by=by, agreement_id=agreement.id, note="x", on=SIGNED_ON)
    with pytest.raises(NotVisible):
        end(type(village)(village.team, by), agreement, confirmed_by_resident=True)


def test_all_tasks_follow_from_the_agreements_after_every_step():
    village = make_village("county-2018")
    first, second, third = (make_resident() for _ in range(3))
    agreement = sign(village, first).agreements.get()
    sign(village, first, kind="renewal", signed_on=agreement.ends_on)
    ended = sign(village, second, told_list=True).agreements.get()
    end(village, ended, confirmed_by_resident=True)
    sign(village, third, is_replacement=False)
    sign(make_team(), third, is_replacement=True)
    turn(agreement.ends_on + DAY)
    assert rebuild(on=SIGNED_ON, check=True).total == 0
    assert Task.objects.filter(state="open").exists()
