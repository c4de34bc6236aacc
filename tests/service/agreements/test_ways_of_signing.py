"""Who may sign with whom and how, as the documents have it: ways, documents, parties, extensions and combinations."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people import services as people_services
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.selectors import preview_signing, situation_of
from jiayi.service.agreements.terms import SignWay, TerminationRequest
from tests.registry.access.factories import make_post, make_user, signed_in
from tests.registry.organization import factories as organization
from tests.registry.people.factories import make_national_id

from .factories import (
    COUNTY,
    SIGNED_ON,
    TOWNSHIP,
    VILLAGE,
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


@pytest.fixture
def desk(client, monkeypatch):
    """A village under the household plan, a browser of its doctor, and a day in the sign window."""
    monkeypatch.setattr(clock, "today", lambda: SIGNED_ON)
    village = make_village("household-village")
    signed_in(client, "doctor", institution=village.team.institution)
    return client, village


def answers(village, resident, **changes):
    return {
        "unit": "person",
        "resident_ids": [str(resident.id)],
        "kind": "first",
        "document_shown": "household_book",
        "signed_on": SIGNED_ON.isoformat(),
        "team_id": str(village.team.id),
        "party": "team",
        "packages": ["basic"],
    } | changes


@pytest.mark.parametrize(
    ("way", "channel", "words"),
    [
        ("full_notice", "workstation", "告知后签约"),
        ("active", "workstation", "主动签约"),
        ("door_to_door", "home_visit", "上门签约"),
        ("group", "group_event", "集中签约"),
    ],
)
def test_each_of_the_four_ways_of_signing_is_recorded_shown_and_found(desk, way, channel, words):
    client, village = desk
    resident = make_resident(name="沈建国")
    url = reverse("agreements:sign", args=[resident.id])
    assert words in client.get(url).content.decode()
    asked = answers(village, resident, sign_way=way)
    assert words in client.post(url, asked | {"step": "confirm"}).content.decode()
    client.post(url, asked | {"step": "sign"})
    paper = AgreementPaper.objects.get()
    assert (paper.sign_way, paper.agreements.get().channel) == (way, channel)
    shown = client.get(reverse("agreements:paper", args=[paper.id])).content.decode()
    assert words in shown and "户口簿" in shown
    found = client.get(reverse("agreements:list"), {"sign_way": way}).content.decode()
    assert "沈建国" in found
    other = next(each for each in SignWay if each != way)
    assert "沈建国" not in client.get(reverse("agreements:list"), {"sign_way": other}).content.decode()


def test_a_scheme_that_lists_its_documents_accepts_no_other(desk):
    client, village = desk
    resident = make_resident()
    listed = situation_of(village.by, resident.id, on=SIGNED_ON).listed(SIGNED_ON)
    assert listed["document_shown"] == ["household_book", "residence_permit"]
    page = client.get(reverse("agreements:sign", args=[resident.id])).content.decode()
    assert "居住证" in page and "社会保障卡" not in page
    with pytest.raises(BadShape) as refused:
        sign(village, resident, document_shown="social_security_card")
    assert refused.value.code == "E_NOT_LISTED"
    assert sign(village, resident, document_shown="residence_permit").document_shown == "residence_permit"


def test_elsewhere_any_document_will_do():
    assert sign(make_village(), make_resident(), document_shown="social_security_card").document_shown


@pytest.mark.parametrize("residence_kind", ["registered", "not_registered"])
def test_who_has_lived_here_half_a_year_signs_registered_here_or_not(residence_kind):
    resident = make_resident(residence_kind=residence_kind, resident_since=dt.date(2026, 5, 2))
    assert sign(make_village("household-village"), resident).agreements.get().state == "active"


def test_the_village_doctor_is_first_responsible_where_the_plan_says_so():
    village = make_village("severe-chronic-poor", roles=("gp", "nurse", "village_doctor"))
    village_doctor = village.team.members.get(role="village_doctor").practitioner
    assert village.team.areas.get().responsible_person == village.doctor != village_doctor
    agreement = sign(village, make_resident()).agreements.get()
    assert agreement.responsible_person == village_doctor
    elsewhere = sign(village, make_resident(), responsible_person_id=village.doctor.id).agreements.get()
    assert elsewhere.responsible_person == village.doctor


def test_of_two_village_doctors_the_one_who_answers_for_the_village_is_first_responsible():
    village = make_village("severe-chronic-poor", roles=("gp", "village_doctor"))
    own = organization.make_practitioner(village.team.institution, "village_doctor")
    organization.make_member(village.team, own, "village_doctor")
    village.team.areas.update(responsible_person=own)
    assert sign(village, make_resident()).agreements.get().responsible_person == own


@pytest.mark.parametrize("party", ["team", "doctor"])
def test_the_party_is_a_team_or_one_doctor_and_responsible_person_and_contact_are_named(client, party):
    village = make_village(roles=("gp", "nurse"))
    nurse = village.team.members.get(role="nurse").practitioner
    paper = sign(village, make_resident(), party=party, contact_person_id=nurse.id)
    agreement = paper.agreements.get()
    assert (agreement.party, agreement.responsible_person, agreement.contact_person) == (party, village.doctor, nurse)
    client.force_login(_reader(village))
    text = _text(client, paper)
    assert village.doctor.name in text and nurse.name in text and "联系人" in text


def _reader(village):
    user = make_user()
    make_post(user=user, code="doctor", institution=village.team.institution)
    return user


def _text(client, paper) -> str:
    answer = client.get(reverse("agreements:paper_pdf", args=[paper.id]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    return "".join("".join(pages).split())


def test_the_paper_holds_services_and_modes_term_rights_and_duties_and_liability_in_two_copies(desk):
    client, village = desk
    text = _text(client, sign(village, make_resident()))
    for copy in ("甲方留存", "乙方留存"):
        assert copy in text
    for clause in ("服务内容与方式", "服务期限", "甲方的权利与义务", "乙方的权利与义务"):
        assert text.count(clause) == 2, clause
    for mode in ("门诊", "上门", "电话"):
        assert mode in text
    assert "自2026年11月2日起至2027年12月31日止" in text
    for exemption in ("隐瞒病史", "不执行管理计划", "不听从医嘱", "超出甲方服务能力"):
        assert text.count(exemption) == 2, exemption
    assert "甲方对其提供的服务负责" in text and "一式两份" in text


SHANDONG = ("shandong-2022",)


def place_of(kind: str, level: str, region: str) -> organization.Institution:
    return organization.make_institution(region, kind=kind, level=level)


@pytest.mark.parametrize(
    ("kind", "level", "role", "asked", "ends_on"),
    [
        ("township_centre", "township", "specialist", {}, dt.date(2027, 11, 1)),
        ("county_hospital", "county", "gp", {}, dt.date(2027, 11, 1)),
        ("city_hospital", "city", "specialist", {}, dt.date(2027, 11, 1)),
        ("private", "township", "gp", {}, dt.date(2027, 11, 1)),
        ("township_centre", "township", "gp", {"party": "doctor"}, dt.date(2027, 11, 1)),
        ("township_centre", "township", "gp", {"kind": "supplementary", "course_days": 90}, SIGNED_ON + 89 * DAY),
    ],
    ids=["by a specialist", "at level 2", "at level 3", "with a private provider", "one doctor", "a flexible term"],
)
def test_each_of_the_five_extensions_can_be_signed(kind, level, role, asked, ends_on):
    make_village(*SHANDONG)
    place = place_of(kind, level, COUNTY if level in ("county", "city") else TOWNSHIP)
    team = organization.make_team(place, roles=(role, "nurse"))
    agreement = sign(team, make_resident(), by=make_signer(COUNTY), **asked).agreements.get()
    assert (agreement.institution, agreement.responsible_person, agreement.ends_on) == (place, team.leader, ends_on)
    assert agreement.party == asked.get("party", "team")


def test_a_renewal_may_run_two_or_three_years_where_first_terms_run_one():
    village, resident = make_village(*SHANDONG), make_resident()
    first = sign(village, resident).agreements.get()
    for years, is_allowed in ((3, True), (4, False)):
        asked = request_for(village, resident, kind="renewal", signed_on=first.ends_on, years=years)
        assert preview_signing(village.by, asked, on=first.ends_on).allowed is is_allowed


def test_a_named_specialist_signs_for_a_course_of_treatment_beside_the_principal_agreement():
    village, resident = make_village(*SHANDONG), make_resident(groups=("coronary",))
    sign(village, resident)
    specialist = organization.make_team(village.team.institution, roles=("specialist",))
    course = sign(specialist, resident, kind="supplementary", party="doctor", course_days=60).agreements.get()
    assert (course.party, course.responsible_person) == ("doctor", specialist.leader)
    assert course.ends_on == SIGNED_ON + 59 * DAY
    assert Agreement.objects.filter(resident=resident, state="active").count() == 2


def test_the_five_combinations_of_the_township_plan_can_all_be_signed():
    """Free choice with policy, clinic with home, basic with personal, village doctor with team, areas with choice."""
    village = make_village("township-hospital", roles=("gp", "nurse", "village_doctor"))
    unwilling = make_resident()
    services.record_refusal(
        by=village.by, resident_id=unwilling.id, reason="no_need", refused_on=SIGNED_ON, on=SIGNED_ON
    )
    assert not Agreement.objects.exists(), "nobody is signed against the will"
    in_clinic = sign(village, make_resident(), sign_way="active")
    at_home = sign(village, make_resident(), sign_way="door_to_door", channel="home_visit")
    assert {in_clinic.sign_way, at_home.sign_way} == {"active", "door_to_door"}
    both = sign(village, make_resident(), packages=("basic", "intermediate")).agreements.get()
    assert [one.resident_fen for one in both.packages.order_by("package")] == [0, 2000]
    doctor = village.team.members.get(role="village_doctor").practitioner
    of_the_village = sign(village, make_resident(), responsible_person_id=doctor.id).agreements.get()
    assert (of_the_village.party, of_the_village.responsible_person) == ("team", doctor)
    competitor = make_team()
    asked = request_for(competitor, make_resident())
    shown = preview_signing(village.by, asked, on=SIGNED_ON)
    assert shown.allowed and [warning["code"] for warning in shown.warnings] == ["W_OUT_OF_AREA"]


def test_a_year_is_signed_and_the_resident_may_renew_end_or_change_the_team():
    village = make_village("township-hospital")
    renewing, ending, changing = (make_resident() for _ in range(3))
    for resident in (renewing, ending, changing):
        agreement = sign(village, resident).agreements.get()
        assert agreement.ends_on == dt.date(2027, 11, 1)
    renewal = sign(village, renewing, kind="renewal", signed_on=dt.date(2027, 10, 8)).agreements.get()
    assert (renewal.starts_on, renewal.ends_on) == (dt.date(2027, 11, 2), dt.date(2028, 11, 1))
    own = Agreement.objects.get(resident=ending)
    asked = TerminationRequest(requested_by="resident", reason="own_wish", confirmed_by_resident=True)
    services.terminate_agreement(by=village.by, agreement_id=own.id, asked=asked, on=SIGNED_ON + DAY)
    assert Agreement.objects.get(resident=ending).state == "terminated"
    other = make_team()
    sign(other, changing, is_replacement=True, signed_on=SIGNED_ON + DAY)
    assert Agreement.objects.get(resident=changing, state="active").team == other


def test_at_the_end_of_the_term_the_resident_renews_or_chooses_another_doctor_by_own_wish():
    village = make_village("village-centre", roles=("gp", "clinician"))
    staying, choosing, silent = (make_resident() for _ in range(3))
    for resident in (staying, choosing, silent):
        first = sign(village, resident).agreements.get()
    last, other = first.ends_on, village.team.members.get(role="clinician").practitioner
    sign(village, staying, kind="renewal", signed_on=last)
    sign(village, choosing, kind="renewal", signed_on=last, responsible_person_id=other.id)
    services.start_scheduled(by=village.by, on=last + DAY)
    services.expire(by=village.by, on=last + DAY)
    assert Agreement.objects.get(resident=staying, state="active").responsible_person == village.doctor
    assert Agreement.objects.get(resident=choosing, state="active").responsible_person == other
    assert Agreement.objects.get(resident=silent).state == "expired", "silence is no wish"
    with pytest.raises(LawBroken) as refused:
        sign(village, make_resident(), years=0)
    assert [breach["code"] for breach in refused.value.breaches] == ["B_TERM_TOO_SHORT"]


def test_a_household_is_the_unit_and_each_person_in_it_the_centre():
    village = make_village("urban-team")
    household = make_household(members=3)
    paper = sign(village, household_id=household.id, unit="household")
    assert paper.household == household
    states = {(one.resident_id, one.state) for one in paper.agreements.all()}
    assert states == {(member.id, "active") for member in household.members.all()}


def test_every_member_of_a_contracted_household_has_a_record_of_one_form_and_stands_in_the_familys(client):
    village = make_village("urban-team", "jintang")
    clerk = SystemViewer()
    household = people_services.register_household(by=clerk, region_code=VILLAGE)
    born = dt.date(1980, 5, 6)
    entered = {"sex": "male", "birth_date": born, "resident_since": dt.date(2020, 1, 1)}
    for name in ("沈建国", "沈建民", "沈建华"):
        people_services.register_resident(
            by=clerk,
            on=SIGNED_ON,
            region_code=VILLAGE,
            entered=entered | {"name": name, "national_id": make_national_id(born, "male")},
            household_number=household.number,
        )
    paper = sign(village, household_id=household.id, unit="household")
    numbers = [one.resident.archive_number for one in paper.agreements.select_related("resident")]
    assert len(set(numbers)) == 3 and all(len(number) == 17 and number[:12] == VILLAGE for number in numbers)
    client.force_login(_reader(village))
    page = client.get(reverse("people:household", args=[household.id])).content.decode()
    assert all(words in page for words in (*numbers, "沈建国", "沈建民", "沈建华"))
    assert "已建立健康档案：3/3 人" in page and "家庭档案" in page
    assert "record_rate.household_members_target" in page and "resident.record_kinds" in page
