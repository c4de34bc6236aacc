"""Signing through the service: what is written, what is refused and why."""

import datetime as dt
from uuid import uuid4

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.people.models import CareRelation
from jiayi.registry.tasks.models import Task
from jiayi.service.agreements import services
from jiayi.service.agreements.events import AgreementSigned
from jiayi.service.agreements.models import Agreement, AgreementPaper, DoctorLoad, Refusal, TeamLoad
from tests.registry.organization import factories as organization

from .factories import (
    ASSISTANTS,
    SIGNED_ON,
    agreement_of,
    make_household,
    make_resident,
    make_signer,
    make_team,
    make_village,
    request_for,
    sign,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def codes(refused: pytest.ExceptionInfo) -> set[str]:
    return {breach["code"] for breach in refused.value.breaches}


def test_a_resident_signs_with_a_team_for_a_year():
    village = make_village("county-2018")
    resident = make_resident(groups=("hypertension",))
    paper = sign(village, resident, packages=("basic", "two-diseases"), document_shown="household_book")
    agreement = paper.agreements.get()
    assert (agreement.state, agreement.kind, agreement.party) == ("active", "first", "team")
    assert (agreement.starts_on, agreement.ends_on) == (SIGNED_ON, dt.date(2027, 11, 1))
    assert agreement.responsible_person_id == agreement.contact_person_id == village.doctor.id
    assert agreement.groups == ["hypertension"]
    assert agreement.schemes == ["national", "county-2018"]
    assert agreement.rulebook_version and agreement.reasons
    assert (paper.unit, paper.signer_capacity, paper.copies) == ("person", "self", 2)
    assert TeamLoad.objects.get(team=village.team).persons == 1
    assert DoctorLoad.objects.get(practitioner=village.doctor).persons == 1


def test_packages_are_kept_as_promised_with_who_pays():
    agreement = sign(make_village(), make_resident(), packages=("basic", "intermediate")).agreements.get()
    free, paid = agreement.packages.order_by("package")
    assert (free.package, free.total_fen) == ("basic", 0)
    assert (paid.insurance_fund_fen, paid.resident_fen, paid.total_fen) == (4000, 2000, 12000)
    assert {"item": "annual_checkup", "quantity": 1}.items() <= next(
        item for item in paid.items if item["item"] == "annual_checkup"
    ).items()
    assert agreement.package_codes == ["basic", "intermediate"]


def test_numbers_are_readable_and_never_the_same():
    village = make_village()
    papers = [sign(village, make_resident()) for _ in range(3)]
    assert all(paper.number.startswith("420324-2026-") for paper in papers)
    assert len({paper.number for paper in papers}) == len({paper.verification_code for paper in papers}) == 3


def test_signing_opens_care_relations_tasks_audit_and_tells_the_others(monkeypatch):
    heard = []
    monkeypatch.setitem(events._subscribers, AgreementSigned, [heard.append])
    village = make_village("county-2018")
    resident = make_resident()
    paper = sign(village, resident)
    agreement = paper.agreements.get()
    relations = CareRelation.objects.filter(resident=resident, subject_id=paper.id, until=None)
    assert set(relations.values_list("place_id", flat=True)) == {
        village.team.id,
        village.team.institution_id,
        village.doctor.id,
    }
    due = dict(Task.objects.filter(state="open").values_list("kind", "due_on"))
    assert due == {
        "deliver_promises": dt.date(2027, 11, 1),
        "renewal_notice": dt.date(2027, 11, 1),
        "tell_service_list": SIGNED_ON,
        "open_record": dt.date(2027, 2, 28),
    }
    entry = Entry.objects.get(act="agreements.sign_agreement")
    assert (entry.resident_ids, entry.subject_ids) == ([resident.id], [str(agreement.id)])
    assert heard == [
        AgreementSigned(
            paper.id,
            (agreement.id,),
            (resident.id,),
            village.team.id,
            resident.region_id,
            "first",
            SIGNED_ON,
            agreement.starts_on,
            agreement.ends_on,
        )
    ]


def test_an_assistant_signs_for_a_named_doctor_and_both_stand_in_the_audit():
    village = make_village()
    nurse = village.team.members.get(role="nurse").practitioner
    by = make_signer(permissions=ASSISTANTS, practitioner_id=nurse.id)
    agreement = sign(village, make_resident(), by=by).agreements.get()
    assert (agreement.assistant_id, agreement.responsible_person_id) == (nurse.id, village.doctor.id)
    entry = Entry.objects.get(act="agreements.sign_agreement")
    assert (entry.actor_id, entry.on_behalf_of) == (by.actor_id, village.doctor.id)


def test_an_assistant_of_another_team_sees_nothing():
    by = make_signer(permissions=ASSISTANTS, practitioner_id=make_team().leader_id)
    with pytest.raises(NotVisible):
        sign(make_village(), make_resident(), by=by)


@pytest.mark.parametrize("permissions", [("resident_read",), ("resident_read", "agreement_read"), ("agreement_sign",)])
def test_who_may_not_sign_or_not_see_the_resident_sees_nothing(permissions):
    village, resident = make_village(), make_resident()
    with pytest.raises(NotVisible):
        sign(village, resident, by=make_signer(permissions=permissions))


def test_a_team_out_of_reach_or_unknown_is_not_there():
    village, resident = make_village(), make_resident()
    with pytest.raises(NotVisible):
        sign(village, resident, by=make_signer("420324102"))
    with pytest.raises(NotVisible):
        sign(village, resident, team_id=uuid4())


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"packages": ()}, "E_NO_PACKAGE"),
        ({"packages": ("golden",)}, "E_PACKAGE_UNKNOWN"),
        ({"kind": "second"}, "E_CODE_UNKNOWN"),
        ({"unit": "street"}, "E_CODE_UNKNOWN"),
        ({"unit": "household"}, "E_NO_HOUSEHOLD"),
        ({"resident_ids": ()}, "E_ONE_RESIDENT"),
        ({"is_replacement": True}, "E_NOTHING_TO_REPLACE"),
    ],
)
def test_a_request_that_cannot_be_judged_has_a_bad_shape(asked, code):
    village, resident = make_village(), make_resident()
    with pytest.raises(BadShape) as refused:
        sign(village, resident, **asked)
    assert refused.value.code == code
    assert not AgreementPaper.objects.exists()


def test_the_responsible_person_is_a_member_of_the_team():
    with pytest.raises(BadShape) as refused:
        sign(make_village(), make_resident(), responsible_person_id=make_team().leader_id)
    assert refused.value.code == "E_NOT_A_TEAM_MEMBER"


def test_nobody_signs_in_the_future():
    with pytest.raises(BadShape) as refused:
        sign(make_village(), make_resident(), on=SIGNED_ON - DAY)
    assert refused.value.code == "E_SIGNED_IN_FUTURE"


def test_late_entry_beyond_thirty_days_gives_a_reason():
    village, resident = make_village(), make_resident()
    late = SIGNED_ON + 31 * DAY
    with pytest.raises(BadShape) as refused:
        sign(village, resident, on=late)
    assert refused.value.code == "E_LATE_REASON_REQUIRED"
    agreement = sign(village, resident, on=late, late_reason="纸质协议补录").agreements.get()
    assert (agreement.late_reason, agreement.state) == ("纸质协议补录", "active")


def test_a_term_that_is_over_when_entered_is_written_as_expired_and_counts_nobody():
    village, resident = make_village(), make_resident()
    agreement = sign(village, resident, on=dt.date(2028, 1, 1), late_reason="补录").agreements.get()
    assert (agreement.state, agreement.ended_on) == ("expired", agreement.ends_on)
    assert TeamLoad.objects.filter(persons__gt=0).count() == 0
    assert not CareRelation.objects.filter(until=None).exists()
    assert not Task.objects.filter(state="open").exists()


def refusal_of(village, *residents, **asked) -> set[str]:
    """The codes that a signing is refused with; nothing may be left of it."""
    before = Agreement.objects.count()
    with pytest.raises(LawBroken) as refused:
        sign(village, *residents, **asked)
    assert Agreement.objects.count() == before
    assert all(breach["text_zh"] and breach["text_en"] for breach in refused.value.breaches)
    return codes(refused)


def test_the_dead_do_not_sign():
    resident = make_resident(status="deceased", status_on=dt.date(2026, 1, 1))
    assert refusal_of(make_village(), resident) == {"B_DECEASED"}


def test_residence_shorter_than_the_scheme_asks_is_refused():
    resident = make_resident(resident_since=dt.date(2026, 6, 1))
    assert refusal_of(make_village("household-village"), resident) == {"B_NOT_RESIDENT_LONG_ENOUGH"}


def test_a_second_principal_agreement_is_refused_and_the_team_is_named():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    other = make_team(name="城关第二团队")
    with pytest.raises(LawBroken) as refused:
        sign(other, resident)
    [breach] = refused.value.breaches
    assert breach["code"] == "B_ALREADY_SIGNED"
    assert village.team.name in breach["text_zh"] and village.team.name in breach["text_en"]
    assert breach["resident"] == str(resident.id)


def test_a_household_signs_with_one_team_where_the_scheme_says_so():
    village = make_village("household-village")
    first, second, _ = make_household(members=3).members.order_by("id")
    sign(village, first)
    assert refusal_of(make_team(), second) == {"B_HOUSEHOLD_OTHER_TEAM"}
    sign(village, second)


def test_without_that_rule_members_choose_their_teams():
    village = make_village("urban-team")
    first, second = make_household(members=2).members.order_by("id")
    sign(village, first)
    sign(make_team(), second)
    assert Agreement.objects.filter(state="active").count() == 2


@pytest.mark.parametrize(
    ("scheme", "counter", "at_cap", "code"),
    [
        ("urban-team", "households", 400, "B_TEAM_HOUSEHOLDS"),
        ("household-village", "households", 1500, "B_TEAM_HOUSEHOLDS"),
    ],
)
def test_the_cap_of_a_teams_households_holds(scheme, counter, at_cap, code):
    village = make_village(scheme)
    TeamLoad.objects.create(team=village.team, households=at_cap - 1, persons=at_cap)
    sign(village, *make_household(members=1).members.all(), unit="household")
    assert TeamLoad.objects.get(team=village.team).households == at_cap
    assert refusal_of(village, *make_household(members=1).members.all(), unit="household") == {code}


def test_a_person_of_a_household_that_the_team_has_already_takes_no_place_of_a_household():
    village = make_village("urban-team")
    TeamLoad.objects.create(team=village.team, households=399, persons=0)
    first, second = make_household(members=2).members.order_by("id")
    sign(village, first)
    sign(village, second)
    load = TeamLoad.objects.get(team=village.team)
    assert (load.households, load.persons) == (400, 2)


@pytest.mark.parametrize(
    ("scheme", "roles", "cap"),
    [("household-village", ("gp",), 1500), ("severe-chronic-poor", ("village_doctor",), 1000)],
)
def test_the_cap_of_a_doctors_persons_holds(scheme, roles, cap):
    village = make_village(scheme, roles=roles)
    DoctorLoad.objects.create(practitioner=village.doctor, persons=cap - 1)
    sign(village, make_resident())
    assert refusal_of(village, make_resident()) == {"B_DOCTOR_PERSONS"}


def test_a_nurse_does_not_sign_as_the_doctor():
    village = make_village()
    nurse = village.team.members.get(role="nurse").practitioner_id
    assert refusal_of(village, make_resident(), responsible_person_id=nurse) == {"B_SIGNER_NOT_QUALIFIED"}


def test_an_mch_physician_signs_for_children_and_mothers_only_under_the_county_plan():
    village = make_village("county-2018", roles=("gp", "mch_physician"))
    physician = village.team.members.get(role="mch_physician").practitioner_id
    mother = make_resident(sex="female", groups=("maternal",))
    sign(village, mother, responsible_person_id=physician)
    assert refusal_of(village, make_resident(), responsible_person_id=physician) == {"B_SIGNER_NOT_QUALIFIED"}


def test_outside_of_the_window_nobody_signs():
    village = make_village("household-village")
    june = dt.date(2026, 6, 1)
    assert refusal_of(village, make_resident(), signed_on=june) == {"B_OUTSIDE_WINDOW"}


def test_a_minor_signs_by_a_guardian():
    village = make_village()
    child = make_resident(birth_date=dt.date(2015, 5, 1), resident_since=None)
    assert refusal_of(village, child) == {"B_GUARDIAN_REQUIRED"}
    parent = make_resident()
    paper = sign(village, child, guardian_id=parent.id, guardian_relation="父亲")
    agreement = paper.agreements.get()
    assert (agreement.guardian_id, paper.signer_id, paper.signer_capacity) == (parent.id, parent.id, "guardian")


@pytest.mark.parametrize(
    ("schemes", "asked", "code"),
    [
        (("shandong-2022",), {"years": 2}, "B_TERM_TOO_LONG"),
        ((), {"years": 4}, "B_TERM_TOO_LONG"),
        ((), {"years": 0}, "B_TERM_TOO_SHORT"),
        ((), {"kind": "supplementary"}, "B_COURSE_REQUIRED"),
        ((), {"kind": "supplementary", "course_days": 0}, "B_TERM_TOO_SHORT"),
    ],
)
def test_a_term_against_the_scheme_is_refused(schemes, asked, code):
    assert refusal_of(make_village(*schemes), make_resident(), **asked) == {code}


def test_every_breach_is_told_at_once():
    village = make_village("household-village")
    child = make_resident(birth_date=dt.date(2015, 5, 1), resident_since=dt.date(2026, 5, 1))
    assert refusal_of(village, child, signed_on=dt.date(2026, 6, 1)) == {
        "B_NOT_RESIDENT_LONG_ENOUGH",
        "B_GUARDIAN_REQUIRED",
        "B_OUTSIDE_WINDOW",
    }


@pytest.mark.parametrize(
    ("schemes", "signed_on", "years", "starts_on", "ends_on"),
    [
        ((), dt.date(2028, 2, 29), 1, dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
        ((), dt.date(2026, 1, 1), 3, dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
        (("household-village",), dt.date(2026, 10, 5), None, dt.date(2026, 10, 5), dt.date(2027, 12, 31)),
    ],
)
def test_first_terms(schemes, signed_on, years, starts_on, ends_on):
    agreement = sign(make_village(*schemes), make_resident(), signed_on=signed_on, years=years).agreements.get()
    assert (agreement.starts_on, agreement.ends_on) == (starts_on, ends_on)


def test_a_renewal_waits_for_the_end_of_the_one_before():
    village, resident = make_village(), make_resident()
    first = sign(village, resident).agreements.get()
    renewal = sign(village, resident, kind="renewal", signed_on=dt.date(2027, 10, 1), years=2).agreements.get()
    assert (renewal.state, renewal.previous_id) == ("scheduled", first.id)
    assert (renewal.starts_on, renewal.ends_on) == (dt.date(2027, 11, 2), dt.date(2029, 11, 1))
    assert TeamLoad.objects.get(team=village.team).persons == 1
    assert not Task.objects.filter(state="open", kind="renewal_notice").exists()


def test_a_second_renewal_is_refused_until_the_first_is_replaced():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    later = {"kind": "renewal", "signed_on": dt.date(2027, 10, 1)}
    sign(village, resident, **later)
    assert refusal_of(village, resident, **later) == {"B_ALREADY_SIGNED"}


def test_a_renewal_after_the_end_starts_when_signed():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    renewal = sign(village, resident, kind="renewal", signed_on=dt.date(2027, 12, 1)).agreements.get()
    assert (renewal.state, renewal.starts_on) == ("active", dt.date(2027, 12, 1))
    assert agreement_of(resident, kind="first").state == "expired"


def test_a_supplementary_agreement_runs_beside_the_principal_one_and_counts_nobody():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    course = sign(make_team(), resident, kind="supplementary", course_days=30).agreements.get()
    assert (course.state, course.ends_on) == ("active", SIGNED_ON + 29 * DAY)
    assert TeamLoad.objects.filter(persons__gt=0).count() == 1


def test_a_replacement_in_the_team_ends_the_former_and_takes_no_place_at_the_cap():
    village, resident = make_village("household-village", roles=("gp",)), make_resident()
    former = sign(village, resident).agreements.get()
    DoctorLoad.objects.filter(practitioner=village.doctor).update(persons=1500)
    TeamLoad.objects.filter(team=village.team).update(households=1500)
    later = SIGNED_ON + 5 * DAY
    new = sign(village, resident, signed_on=later, is_replacement=True).agreements.get()
    former.refresh_from_db()
    assert (former.state, former.end_reason, former.ended_on) == ("changed", "correction", later - DAY)
    assert (new.state, new.previous_id) == ("active", former.id)
    assert DoctorLoad.objects.get(practitioner=village.doctor).persons == 1500
    assert CareRelation.objects.filter(resident=resident, until=None, subject_id=new.paper_id).count() == 3
    assert not CareRelation.objects.filter(subject_id=former.paper_id, until=None).exists()


def test_a_move_to_another_team_takes_a_place_there_and_frees_one_here():
    village, resident = make_village("urban-team"), make_household(members=1).members.get()
    former = sign(village, resident).agreements.get()
    other = make_team()
    TeamLoad.objects.create(team=other, households=400)
    assert refusal_of(other, resident, is_replacement=True) == {"B_TEAM_HOUSEHOLDS"}
    TeamLoad.objects.filter(team=other).update(households=399)
    sign(other, resident, is_replacement=True)
    former.refresh_from_db()
    assert (former.state, former.end_reason) == ("transferred", "team_change")
    assert (TeamLoad.objects.get(team=village.team).persons, TeamLoad.objects.get(team=other).households) == (0, 400)


def test_a_replacement_by_another_doctor_of_the_team_takes_a_place_of_that_doctor():
    village, resident = make_village("household-village", roles=("gp", "clinician")), make_resident()
    sign(village, resident)
    other = village.team.members.get(role="clinician").practitioner
    DoctorLoad.objects.create(practitioner=other, persons=1500)
    asked = {"is_replacement": True, "responsible_person_id": other.id}
    assert refusal_of(village, resident, **asked) == {"B_DOCTOR_PERSONS"}
    DoctorLoad.objects.filter(practitioner=other).update(persons=1499)
    sign(village, resident, **asked)
    assert DoctorLoad.objects.get(practitioner=other).persons == 1500
    assert DoctorLoad.objects.get(practitioner=village.doctor).persons == 0


def test_a_replaced_renewal_still_follows_what_went_before():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    later = dt.date(2027, 10, 1)
    sign(village, resident, kind="renewal", signed_on=later)
    services.expire(by=village.by, on=dt.date(2027, 11, 3))
    services.start_scheduled(by=village.by, on=dt.date(2027, 11, 3))
    new = sign(
        village,
        resident,
        kind="renewal",
        signed_on=later,
        on=dt.date(2027, 11, 3),
        is_replacement=True,
        years=2,
        late_reason="更正",
    ).agreements.get()
    assert (new.starts_on, new.ends_on) == (dt.date(2027, 11, 2), dt.date(2029, 11, 1))


def test_signing_closes_the_refusal():
    village, resident = make_village(), make_resident()
    services.record_refusal(
        by=village.by, resident_id=resident.id, reason="no_need", refused_on=SIGNED_ON - DAY, on=SIGNED_ON
    )
    sign(village, resident)
    assert Refusal.objects.get().withdrawn_on == SIGNED_ON


def test_the_doctor_of_the_area_is_responsible_where_there_is_one_who_may_sign():
    village = make_village(roles=("gp",))
    local = organization.make_practitioner(village.team.institution, "village_doctor")
    organization.make_member(village.team, local, "village_doctor")
    village.team.areas.update(responsible_person=local)
    agreement = sign(village, make_resident()).agreements.get()
    assert (agreement.responsible_person_id, agreement.contact_person_id) == (local.id, local.id)


def test_a_nurse_who_answers_for_the_area_is_the_contact_and_the_leader_signs():
    village = make_village()
    nurse = village.team.members.get(role="nurse").practitioner
    village.team.areas.update(responsible_person=nurse)
    agreement = sign(village, make_resident()).agreements.get()
    assert (agreement.responsible_person_id, agreement.contact_person_id) == (village.doctor.id, nurse.id)


def test_the_number_of_queries_does_not_grow_with_the_household(django_assert_max_num_queries):
    village = make_village("household-village")
    small, large = (make_household(members=members) for members in (1, 8))
    for household in (small, large):
        asked = request_for(village, household_id=household.id, unit="household")
        with django_assert_max_num_queries(72):
            services.sign_agreement(by=village.by, asked=asked, on=SIGNED_ON)
