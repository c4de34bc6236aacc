"""Each detector finds what it is for, and leaves ordinary work alone."""

import datetime as dt
from decimal import Decimal

import pytest

from jiayi.foundation.base import clock
from jiayi.registry.organization.models import Region
from jiayi.registry.people.models import Departure, StayElsewhere
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.services import add_evidence
from jiayi.service.care.models import Proof
from tests.service.agreements.factories import make_household, sign

from .factories import (
    TODAY,
    another_village,
    days_before,
    found,
    make_practitioner,
    make_resident,
    make_village,
    patients,
    serve,
    visit,
)

pytestmark = pytest.mark.django_db
TRUE_VALUES = [
    (127, 78),
    (134, 83),
    (129, 81),
    (141, 86),
    (136, 77),
    (123, 74),
    (138, 88),
    (146, 91),
    (132, 79),
    (130, 84),
]


@pytest.fixture
def village():
    return make_village()


def measured(village, values, people=None):
    """One visit each, a day apart."""
    people = people or patients(len(values))
    for number, (one, (systolic, diastolic)) in enumerate(zip(people, values, strict=True)):
        visit(one, village.team, days_before(number + 1), systolic=systolic, diastolic=diastolic)


def test_values_measured_as_people_are_raise_no_doubt(village):
    measured(village, TRUE_VALUES * 2)
    for code in ("digit-preference", "threshold-hugging", "uniform-values", "copied-values", "overlapping-services"):
        assert found(code) is None, code


def test_values_that_end_in_nought_and_five_are_found_with_their_digits(village):
    measured(village, [(130, 80), (135, 85), (140, 90), (125, 75)] * 4 + [(131, 82)] * 2)
    finding = found("digit-preference")
    assert (finding.hits, finding.total) == (32, 36)
    assert finding.practitioner == village.doctor and finding.team == village.team
    assert finding.institution == village.team.institution
    assert sum(cases for _digit, cases, _hits in finding.buckets) == 36
    assert finding.score > 80 and finding.reasons[0]["parameter"] == "assurance.digit_preference.share"
    assert finding.evidence.count() == 16 and set(finding.evidence.first().values) == {"systolic", "diastolic"}


def test_values_just_below_the_limit_of_ones_age_are_found(village):
    measured(village, [(138, 88), (139, 87), (137, 86)] * 5)
    old = patients(3, birth_date=dt.date(1950, 1, 1))
    measured(village, [(138, 88)] * 3, old)  # ten below the limit of the old: near nothing
    finding = found("threshold-hugging")
    assert (finding.hits, finding.total) == (15, 15)
    assert {label for label, *_ in finding.buckets} == {"-1", "-2", "-3"}


def test_five_identical_pressures_of_one_day_are_found_and_four_are_not(village):
    for number, one in enumerate(patients(5)):
        visit(one, village.team, days_before(3), systolic=128, diastolic=78)
        if number < 4:
            visit(one, village.team, days_before(40), systolic=134, diastolic=82)
    finding = found("uniform-values")
    assert (finding.hits, finding.total, finding.buckets) == (5, 9, [["128/78", 5, 5]])


def test_values_taken_over_from_the_visit_before_are_found(village):
    for number, one in enumerate(patients(10)):
        systolic, diastolic = TRUE_VALUES[number]
        visit(one, village.team, days_before(100), systolic=systolic, diastolic=diastolic)
        visit(one, village.team, days_before(9), systolic=systolic + (number > 3), diastolic=diastolic)
    finding = found("copied-values")
    assert (finding.hits, finding.total) == (4, 10)


def test_days_that_do_not_hold_their_services_are_found(village):
    for one in patients(30):
        visit(one, village.team, days_before(5), mode="home", systolic=120)
    visit(patients(1)[0], village.team, days_before(6), mode="home")
    finding = found("overlapping-services")
    assert (finding.hits, finding.total) == (30, 31)
    assert finding.evidence.first().values["minutes_of_day"] == 750


def test_home_visits_in_too_many_villages_on_a_day_are_found(village):
    for number in range(4):
        code = another_village(f"{village.team.institution.region_id}21{number}")
        visit(make_resident(village=code), village.team, days_before(5), mode="home")
    finding = found("overlapping-services")
    assert finding.hits == 4 and finding.evidence.first().values["villages_of_day"] == 4
    outside = found("outside-area")
    assert (outside.hits, outside.total) == (4, 4)


def test_home_visits_with_a_position_far_from_all_villages_of_the_area_are_found(village):
    people = patients(5)
    Region.objects.filter(code=people[0].region_id).update(latitude="32.318", longitude="109.715", reach=800)
    for number, one in enumerate(people):
        record = visit(one, village.team, days_before(number + 1), mode="home")
        north = Decimal("32.3315") if number < 3 else Decimal("32.3290")  # 1,501 and 1,223 metres from the middle
        Proof.objects.create(
            record=record, kind="position", latitude=north, longitude="109.715", accuracy=20, consented=True,
            taken_at=dt.datetime.combine(record.visit_on, dt.time(10), clock.SHANGHAI),
        )  # fmt: skip
    finding = found("outside-area")
    assert (finding.hits, finding.total) == (3, 5)
    assert [one.values["metres_outside"] for one in finding.evidence.all()] == [681] * 3


def test_what_is_entered_long_after_is_found(village):
    for number, one in enumerate(patients(12)):
        day = days_before(60 + number)
        visit(one, village.team, day, entered_on=day + dt.timedelta(days=8 if number < 4 else 7))
    finding = found("late-entry")
    assert (finding.hits, finding.total) == (4, 12)
    assert [label for label, *_ in finding.buckets] == ["4-7", "8-14"]


def test_entries_crowded_into_the_end_of_a_quarter_are_found(village):
    for number, one in enumerate(patients(20)):
        last = dt.date(2026, 9, 30) if number < 8 else dt.date(2026, 9, 23)
        visit(one, village.team, dt.date(2026, 9, 1), entered_on=last)
    finding = found("quarter-end-entry")
    assert (finding.hits, finding.total) == (8, 20)


def test_services_of_the_day_entered_at_night_are_found(village):
    for number, one in enumerate(patients(20)):
        visit(one, village.team, days_before(number + 1), hour=22 if number < 6 else 19)
    finding = found("night-entry")
    assert (finding.hits, finding.total, finding.buckets) == (6, 20, [["19", 14, 0], ["22", 6, 6]])


@pytest.mark.parametrize(("mode", "why", "is_found"), [
    ("clinic", "deceased", True), ("phone", "deceased", True),
    ("home", "moved_away", True), ("phone", "moved_away", False),
])  # fmt: skip
def test_services_after_a_death_or_a_move_are_found(village, mode, why, is_found):
    one = patients(1)[0]
    Departure.objects.create(resident=one, kind=why, on=days_before(30), from_region=one.region_id)
    visit(one, village.team, days_before(30), mode=mode)  # on the day itself
    visit(one, village.team, days_before(29), mode=mode)
    finding = found("after-departure")
    assert bool(finding) == is_found
    if finding:
        assert (finding.hits, finding.total) == (1, 2)


def test_a_death_that_was_entered_by_mistake_makes_nobody_doubtful(village):
    one = patients(1)[0]
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    Departure.objects.create(resident=one, kind="deceased", on=days_before(30), from_region=one.region_id, undone_at=at)
    visit(one, village.team, days_before(3))
    assert found("after-departure") is None


def test_seeing_somebody_face_to_face_who_was_away_or_in_hospital_is_found(village):
    away, patient = patients(2)
    StayElsewhere.objects.create(resident=away, since=days_before(90), reason="work")
    visit(away, village.team, days_before(50), mode="home")
    visit(away, village.team, days_before(49), mode="phone")
    sign(village, patient, signed_on=days_before(80))
    Agreement.objects.filter(resident=patient).update(
        state="suspended", suspended_on=days_before(20), suspension_reason="in_hospital"
    )
    visit(patient, village.team, days_before(10))
    finding = found("after-departure")
    assert {one.values["why"] for one in finding.evidence.all()} == {"elsewhere", "in_hospital"}
    assert (finding.hits, finding.total) == (2, 3)


def signed(village, count, days, served=()):
    made = []
    for number in range(count):
        one = make_resident()
        sign(village, one, signed_on=days_before(days))
        if number not in served:
            made.append(one)
    return made


def test_agreements_with_nothing_done_within_ninety_days_are_found_by_team(village):
    people = signed(village, 10, 100)
    for one in people[:7]:
        serve(one, days_before(20 if one is people[0] else 10 + 1))
    assert (found("unserved-after-signing").hits, found("unserved-after-signing").total) == (3, 10)
    assert found("unserved-after-signing").team == village.team
    assert found("unserved-after-signing").practitioner is None


def test_agreements_without_contact_for_half_a_year_are_found(village):
    people = signed(village, 10, 200)
    for one in people[:8]:
        serve(one, days_before(180))
    assert found("no-contact") is None  # two of ten: below the share
    for one in people[8:]:
        serve(one, days_before(190))
    for one in people[:2]:
        one.done_services.all().delete()
    finding = found("no-contact")
    assert (finding.hits, finding.total) == (4, 10)
    assert {row.values["last_service_on"] for row in finding.evidence.all()} == {None, days_before(190).isoformat()}


def test_too_many_agreements_of_one_worker_on_a_day_are_found(village):
    people = [make_resident() for _ in range(3)]
    for one in people:
        sign(village, one, signed_on=days_before(5))
    assert found("mass-signing") is None
    first = Agreement.objects.filter(team=village.team)[0]
    papers = [
        AgreementPaper(
            number=f"T-{n}", unit="person", signed_on=days_before(4), signer=people[0], verification_code=f"{n}"
        )
        for n in range(61)
    ]
    AgreementPaper.objects.bulk_create(papers)
    Agreement.objects.bulk_create(
        Agreement(
            paper=paper, resident=make_resident(), kind="first", state="expired", party="team", team=village.team,
            institution=village.team.institution, responsible_person=village.doctor, contact_person=village.doctor,
            region_id=first.region_id, signed_on=days_before(4), starts_on=days_before(4), ends_on=TODAY,
            ended_on=TODAY, rulebook_version="x",
        )
        for paper in papers
    )  # fmt: skip
    finding = found("mass-signing")
    assert (finding.hits, finding.total) == (61, 64) and finding.practitioner == village.doctor


def test_one_phone_in_four_households_is_found_and_not_told(village):
    for number in range(4):
        household = make_household(members=1)
        one = household.members.get()
        one.phone_index = b"0123456789abcdef0123456789abcdef"
        one.save()
        sign(village, one, signed_on=days_before(number + 1))
        assert (found("shared-phone") is not None) == (number == 3)
    finding = found("shared-phone")
    assert finding.hits == 4 and finding.evidence.first().values["households"] == 4


def test_renewals_after_a_year_without_service_are_found(village):
    for number in range(10):
        one = make_resident()
        sign(village, one, signed_on=days_before(30))
        if number > 1:
            serve(one, days_before(300))
    assert found("renewed-without-service") is None  # first agreements
    Agreement.objects.update(kind="renewal")
    finding = found("renewed-without-service")
    assert (finding.hits, finding.total) == (2, 10)


def test_a_signer_of_another_household_is_found(village):
    stranger = make_household(members=1).members.get()
    for number in range(2):
        household = make_household(members=1)
        paper = sign(village, household.members.get(), signed_on=days_before(9))
        assert found("signature-repeated") is None
        AgreementPaper.objects.filter(pk=paper.pk).update(signer=stranger)
        if number == 0:
            assert found("signature-repeated") is None  # a single one may have moved since
    finding = found("signature-repeated")
    assert {row.values["fault"] for row in finding.evidence.all()} == {"stranger"} and finding.hits == 2


def test_an_image_of_a_signature_on_two_papers_is_found(village):
    for _number in range(2):
        paper = sign(village, make_resident(), signed_on=days_before(9))
        add_evidence(by=village.by, paper_id=paper.pk, kind="drawn", content=b"\x89PNG\r\n\x1a\nsame", at=clock.now())
    finding = found("signature-repeated")
    assert {row.values["fault"] for row in finding.evidence.all()} == {"repeated"} and finding.hits == 2


def test_two_workers_of_a_team_are_told_apart(village):
    other = make_practitioner(village.team.institution)
    for number, one in enumerate(patients(20)):
        worker = other if number % 2 else None
        values = {"systolic": 130, "diastolic": 80} if worker else {"systolic": 131 + number, "diastolic": 82}
        visit(one, village.team, days_before(number + 1), worker=worker, **values)
        visit(one, village.team, days_before(number + 100), worker=worker, systolic=130 if worker else 127)
    finding = found("digit-preference")
    assert finding.practitioner == other
