"""What an adoption is said to change for agreements, against the decisions on each of them after adopting."""

import datetime as dt
import random
from collections import Counter

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import add_years
from jiayi.foundation.rulebook import decide, find_value
from jiayi.registry.organization.selectors import schemes_for
from jiayi.registry.organization.terms import ProposedAdoption
from jiayi.service.agreements import selectors
from jiayi.service.agreements.models import Agreement, AgreementPaper
from tests.registry.organization.factories import COUNTY, make_adoption, make_county, make_team, make_viewer
from tests.registry.people.factories import make_resident

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
BUREAU = make_viewer("agreement_read", regions=(COUNTY,))


@pytest.fixture
def county():
    make_county(townships=2, villages=2)
    make_adoption(COUNTY, "county-2018")
    make_adoption(f"{COUNTY}101", "severe-chronic-poor")
    rng, team = random.Random(20261122), make_team()
    for number in range(120):
        village = f"{COUNTY}{rng.choice([100, 101])}{rng.choice([201, 202])}"
        resident = make_resident(name=f"居民{number}", village=village, number=None)
        _promise(rng, resident, team)


def _promise(rng, resident, team):
    signed = TODAY - dt.timedelta(days=rng.randrange(0, 400))
    kind, years = rng.choice(["first", "renewal"]), rng.choice([1, 1, 2, 3])
    starts = signed + dt.timedelta(days=rng.choice([0, 0, 20])) if kind == "renewal" else signed
    ends = rng.choice([add_years(starts, years) - DAY, dt.date(starts.year + 1, 12, 31), dt.date(2027, 6, 17)])
    state = rng.choice(["active"] * 5 + ["suspended", "expired"])
    _agreement(rng, resident, team, kind=kind, state=state, signed_on=signed, starts_on=starts, ends_on=ends)
    if state != "expired" and rng.random() < 0.2:
        following = ends + DAY
        _agreement(rng, resident, team, kind="renewal", state="scheduled", signed_on=TODAY, starts_on=following,
                   ends_on=add_years(following, 1) - DAY)  # fmt: skip
    if rng.random() < 0.1:
        _agreement(rng, resident, team, kind="supplementary", state="active", signed_on=signed, starts_on=signed,
                   ends_on=ends)  # fmt: skip


def _agreement(rng, resident, team, **fields):
    number = f"T{rng.getrandbits(60)}"
    paper = AgreementPaper.objects.create(
        number=number, unit="person", signed_on=TODAY, signer=resident, signer_capacity="self", verification_code=number
    )
    resting = {"suspended_on": TODAY, "suspension_reason": "in_hospital"} if fields["state"] == "suspended" else {}
    return Agreement.objects.create(
        paper=paper,
        resident=resident,
        party="team",
        team=team,
        institution=team.institution,
        responsible_person=team.leader,
        contact_person=team.leader,
        region_id=resident.region_id,
        ended_on=fields["ends_on"] if fields["state"] == "expired" else None,
        notified_on=rng.choice([None, TODAY]),
        record_opened_on=rng.choice([None, None, TODAY]),
        open_record_by=rng.choice([None, dt.date(2026, 10, 1), dt.date(2026, 12, 31), dt.date(2027, 2, 28)]),
        rulebook_version="t",
        **fields,
        **resting,
    )


def standing(region) -> list[Agreement]:
    rows = Agreement.objects.filter(state__in=["active", "suspended", "scheduled"], region__code__startswith=region)
    return list(rows.exclude(kind="supplementary"))


def is_followed(agreement) -> bool:
    others = Agreement.objects.filter(resident=agreement.resident, state="scheduled").exclude(pk=agreement.pk)
    return agreement.state != "scheduled" and others.exclude(kind="supplementary").exists()


def next_end(agreement) -> dt.date:
    day = agreement.ends_on + DAY
    stack = schemes_for(agreement.region_id, TODAY)
    years = find_value("agreement.default_years", TODAY, stack).value["renewal"]
    facts = {"kind": "renewal", "signed_on": day, "previous_ends_on": agreement.ends_on, "years": years}
    return decide("agreements.term", on=TODAY, schemes=stack, facts=facts)["ends_on"]


def own_end(agreement) -> str:
    """How the last day would stand to the one the rules of now give for the day it was signed."""
    stack = schemes_for(agreement.region_id, TODAY)
    years = [n for n in range(1, 9) if add_years(agreement.starts_on, n) == agreement.ends_on + DAY]
    usual = find_value("agreement.default_years", TODAY, stack).value[agreement.kind]
    facts = {"kind": agreement.kind, "signed_on": agreement.signed_on, "years": (years or [usual])[0]}
    if agreement.kind == "renewal" and agreement.starts_on > agreement.signed_on:
        facts["previous_ends_on"] = agreement.starts_on - DAY
    outcome = decide("agreements.term", on=TODAY, schemes=stack, facts=facts)
    if not outcome["allowed"]:
        return "refused"
    end = outcome["ends_on"]
    return "same" if end == agreement.ends_on else "earlier" if end < agreement.ends_on else "later"


def side(region, deadlines) -> dict[str, int]:
    """What stands and is due now, one agreement after the other."""
    found = Counter(dict.fromkeys(selectors.TermsSide.__dataclass_fields__, 0))
    for one in standing(region):
        stack = schemes_for(one.region_id, TODAY)
        if not is_followed(one):
            found["renew_in_silence"] += bool(getattr(find_value("agreement.silent_renewal", TODAY, stack), "value", 0))
            window = find_value("agreement.sign_window", TODAY, stack)
            found["end_outside_window"] += bool(window and not 10 <= one.ends_on.month <= 12)
            facts = {"ends_on": one.ends_on}
            told = decide("agreements.renewal", on=TODAY, schemes=stack, facts=facts)["state"]
            found["notice_due"] += told == "notice_due" and one.notified_on is None
        day = deadlines(one, stack)
        if day and one.record_opened_on is None:
            found["record_deadline"] += 1
            found["record_overdue"] += day < TODAY
            found["record_soon"] += TODAY <= day <= TODAY + 60 * DAY
    return dict(found)


@pytest.mark.parametrize(
    ("region", "schemes"),
    [
        (COUNTY, ("household-village",)),
        (COUNTY, ("shandong-2022",)),
        (f"{COUNTY}100", ("household-village",)),
        (f"{COUNTY}101", ("severe-chronic-poor",)),
        (COUNTY, ("jintang",)),
    ],
)
def test_both_sides_are_the_decisions_before_and_after_adopting(county, region, schemes):
    told = selectors.terms_if(BUREAU, ProposedAdoption(region, schemes, TODAY), on=TODAY)
    listed = standing(region)
    old_stacks = {one.id: schemes_for(one.region_id, TODAY) for one in listed}
    old_ends = {one.id: next_end(one) for one in listed if not is_followed(one)}
    assert told.in_force == len(listed)
    assert {name: getattr(told.before, name) for name in told.before.__slots__} == side(
        region, lambda one, stack: one.open_record_by
    )
    if schemes == ("severe-chronic-poor",):
        assert told.before == told.after and told.touched == 0
        return
    make_adoption(region, *schemes, starts_on=TODAY)
    changed = {one.id for one in listed if schemes_for(one.region_id, TODAY) != old_stacks[one.id]}
    assert told.touched == len(changed)
    ends = Counter(own_end(one) if one.id in changed else "same" for one in listed)
    assert {name: getattr(told.ends, name) for name in told.ends.__slots__} == {
        name: ends[name] for name in told.ends.__slots__
    }
    renewals = Counter(
        "same" if next_end(one) == old_ends[one.id] else "earlier" if next_end(one) < old_ends[one.id] else "later"
        for one in listed
        if one.id in old_ends
    )
    assert (told.renewals.same, told.renewals.earlier, told.renewals.later) == tuple(
        renewals[name] for name in ("same", "earlier", "later")
    )

    def deadline(one, stack):
        if one.kind != "first" or one.id not in changed:
            return one.open_record_by
        facts = {"signed_on": one.signed_on}
        return decide("agreements.record_open_by", on=TODAY, schemes=stack, facts=facts)["open_by"]

    assert {name: getattr(told.after, name) for name in told.after.__slots__} == side(region, deadline)


def test_examples_name_the_ends_that_most_agreements_share(county):
    told = selectors.terms_if(BUREAU, ProposedAdoption(COUNTY, ("household-village",), TODAY), on=TODAY)
    assert told.examples and all(one.before != one.after for one in told.examples)
    assert [one.count for one in told.examples] == sorted((one.count for one in told.examples), reverse=True)


def test_it_takes_as_many_queries_for_any_number_of_agreements(county, django_assert_num_queries):
    with django_assert_num_queries(4):
        selectors.terms_if(BUREAU, ProposedAdoption(COUNTY, ("household-village",), TODAY), on=TODAY)


def test_who_does_not_see_the_regions_agreements_is_told_nothing(county):
    viewer = make_viewer("agreement_read", regions=(f"{COUNTY}100",))
    with pytest.raises(NotVisible):
        selectors.terms_if(viewer, ProposedAdoption(COUNTY, ("household-village",), TODAY), on=TODAY)
