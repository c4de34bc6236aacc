"""The laws hold while 32 threads sign; each has a twin that takes the guard away and sees the law broken."""

import functools
import threading

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, DoctorLoad, HouseholdTeam, TeamLoad
from jiayi.service.agreements.selectors.caps import Caps
from jiayi.service.agreements.services import ending, loads, signing, terminating
from jiayi.service.agreements.terms import TerminationRequest

from .factories import SIGNED_ON, make_household, make_resident, make_team, make_village, sign
from .races import THREADS, all_judged_before_any_writes, at_once, breaches_of, winners, without_index

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FREE = 3


def active() -> int:
    return Agreement.objects.filter(state="active").count()


def two_teams_for_one_resident() -> list:
    village, other, resident = make_village(), make_team(), make_resident()
    return [functools.partial(sign, team, resident) for team in (village.team, other)] * (THREADS // 2)


def test_of_two_teams_that_sign_one_resident_one_wins(monkeypatch):
    all_judged_before_any_writes(monkeypatch, THREADS)
    answers = at_once(two_teams_for_one_resident())
    assert (winners(answers), active()) == (1, 1)
    assert breaches_of(answers) == {"B_ALREADY_SIGNED"}
    assert sorted(TeamLoad.objects.values_list("persons", flat=True)) in ([1], [0, 1])


def test_without_the_index_many_sign_one_resident(monkeypatch):
    acts = two_teams_for_one_resident()
    all_judged_before_any_writes(monkeypatch, THREADS)
    with without_index("agreement_one_active_principal"):
        answers = at_once(acts)
        assert winners(answers) == active() > 1


def renewals_of_one_resident() -> list:
    village, resident = make_village(), make_resident()
    ends_on = sign(village, resident).agreements.get().ends_on
    return [functools.partial(sign, village, resident, kind="renewal", signed_on=ends_on)] * THREADS


def test_one_renewal_is_signed_for_the_time_after(monkeypatch):
    acts = renewals_of_one_resident()
    all_judged_before_any_writes(monkeypatch, THREADS)
    answers = at_once(acts)
    assert (winners(answers), Agreement.objects.filter(state="scheduled").count()) == (1, 1)
    assert breaches_of(answers) == {"B_ALREADY_SIGNED"}


def test_without_the_index_many_renewals_are_signed(monkeypatch):
    acts = renewals_of_one_resident()
    all_judged_before_any_writes(monkeypatch, THREADS)
    with without_index("agreement_one_scheduled_principal"):
        at_once(acts)
        assert Agreement.objects.filter(state="scheduled").count() > 1


def households_at_the_cap() -> tuple:
    village = make_village("urban-team")
    TeamLoad.objects.create(team=village.team, households=400 - FREE)
    homes = [make_household(members=1) for _ in range(THREADS)]
    return village, [functools.partial(sign, village, home.head, unit="household") for home in homes]


def test_a_team_never_has_more_households_than_its_cap(monkeypatch):
    village, acts = households_at_the_cap()
    all_judged_before_any_writes(monkeypatch, THREADS)
    answers = at_once(acts)
    assert (winners(answers), active()) == (FREE, FREE)
    assert TeamLoad.objects.get(team=village.team).households == 400
    assert breaches_of(answers) == {"B_TEAM_HOUSEHOLDS"}


def test_without_the_conditional_update_a_team_has_more_households(monkeypatch):
    village, acts = households_at_the_cap()
    all_judged_before_any_writes(monkeypatch, THREADS)
    monkeypatch.setattr(signing, "caps_on", lambda *_: Caps())
    at_once(acts)
    assert TeamLoad.objects.get(team=village.team).households > 400


def test_a_team_never_has_more_persons_than_its_cap(monkeypatch):
    """No scheme caps the persons of a team today, so the cap is set here; the counter is what holds it."""
    village = make_village("urban-team")
    monkeypatch.setattr(signing, "caps_on", lambda *_: Caps(team_persons=FREE))
    answers = at_once([functools.partial(sign, village, make_resident()) for _ in range(THREADS)])
    assert (winners(answers), active(), TeamLoad.objects.get().persons) == (FREE, FREE, FREE)
    assert breaches_of(answers) == {"B_TEAM_PERSONS"}


def persons_at_the_cap() -> tuple:
    village = make_village("household-village", roles=("gp",))
    DoctorLoad.objects.create(practitioner=village.doctor, persons=1500 - FREE)
    return village, [functools.partial(sign, village, make_resident()) for _ in range(THREADS)]


def test_a_doctor_never_has_more_persons_than_the_cap(monkeypatch):
    village, acts = persons_at_the_cap()
    all_judged_before_any_writes(monkeypatch, THREADS)
    answers = at_once(acts)
    assert (winners(answers), active()) == (FREE, FREE)
    assert DoctorLoad.objects.get(practitioner=village.doctor).persons == 1500
    assert breaches_of(answers) == {"B_DOCTOR_PERSONS"}


def test_without_the_conditional_update_a_doctor_has_more_persons(monkeypatch):
    village, acts = persons_at_the_cap()
    all_judged_before_any_writes(monkeypatch, THREADS)
    monkeypatch.setattr(signing, "caps_on", lambda *_: Caps())
    at_once(acts)
    assert DoctorLoad.objects.get(practitioner=village.doctor).persons > 1500


def members_between_two_teams() -> list:
    village, other = make_village("household-village"), make_team()
    members = make_household(members=THREADS).members.all()
    return [functools.partial(sign, (village.team, other)[place % 2], one) for place, one in enumerate(members)]


def teams_of_the_household() -> int:
    return HouseholdTeam.objects.filter(persons__gt=0).count()


def test_a_household_has_one_team_whoever_of_it_signs_first():
    answers = at_once(members_between_two_teams())
    assert (winners(answers), active(), teams_of_the_household()) == (THREADS // 2, THREADS // 2, 1)
    assert breaches_of(answers) == {"B_HOUSEHOLD_OTHER_TEAM"}


def test_without_the_lock_the_index_still_keeps_one_team(monkeypatch):
    acts = members_between_two_teams()
    monkeypatch.setattr(loads, "lock_households", lambda _: None)
    all_judged_before_any_writes(monkeypatch, THREADS)
    answers = at_once(acts)
    assert teams_of_the_household() == 1
    assert breaches_of(answers) == {"B_HOUSEHOLD_OTHER_TEAM"}


def test_without_lock_and_index_a_household_has_two_teams(monkeypatch):
    acts = members_between_two_teams()
    monkeypatch.setattr(loads, "lock_households", lambda _: None)
    all_judged_before_any_writes(monkeypatch, THREADS)
    with without_index("household_one_exclusive_team"):
        at_once(acts)
        assert teams_of_the_household() == 2


def test_of_two_that_replace_one_agreement_each_in_turn_replaces_what_stands():
    village, other, resident = make_village(), make_team(), make_resident()
    sign(village, resident)
    acts = [functools.partial(sign, team, resident, is_replacement=True) for team in (village.team, other)] * 8
    answers = at_once(acts)
    assert active() == 1
    assert breaches_of(answers) <= {"B_ALREADY_SIGNED"}
    assert sum(TeamLoad.objects.values_list("persons", flat=True)) == 1


def terminations_of_one_agreement(monkeypatch) -> list:
    """Half terminate, half make void; all have read the agreement in force before any of them ends it."""
    village = make_village()
    sign(village, make_resident())
    agreement = sign(village, make_resident()).agreements.get()
    read, begun = terminating.agreement_for, threading.Barrier(THREADS)

    def read_and_wait(*arguments, **named):
        found = read(*arguments, **named)
        begun.wait(timeout=20)
        return found

    monkeypatch.setattr(terminating, "agreement_for", read_and_wait)
    asked = TerminationRequest(requested_by="resident", reason="own_wish", confirmed_by_resident=True)
    both = {"by": village.by, "agreement_id": agreement.id, "on": SIGNED_ON}
    return [
        functools.partial(services.terminate_agreement, asked=asked, **both),
        functools.partial(services.void_agreement, note="选错居民", **both),
    ] * (THREADS // 2)


def test_of_many_that_end_one_agreement_one_wins_and_it_is_counted_off_once(monkeypatch):
    answers = at_once(terminations_of_one_agreement(monkeypatch))
    assert winners(answers) == 1
    assert breaches_of(answers) == {"B_ALREADY_ENDED"}
    assert (TeamLoad.objects.get().persons, DoctorLoad.objects.get().persons, active()) == (1, 1, 1)
    acts = ("agreements.terminate_agreement", "agreements.void_agreement")
    assert Entry.objects.filter(act__in=acts).count() == 1


def test_without_looking_again_under_the_lock_it_is_ended_more_than_once(monkeypatch):
    acts = terminations_of_one_agreement(monkeypatch)
    monkeypatch.setattr(ending, "_locked", list)
    monkeypatch.setattr(ending, "_close_row", lambda agreement: None)
    answers = at_once(acts)
    assert winners(answers) > 1
