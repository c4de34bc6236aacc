"""What the schemes ask for a resident: services of the year counted by what was done, home visits, class."""

import datetime as dt

import pytest
from django.test import Client

from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import AgreementPackage
from jiayi.service.care import selectors
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import make_adoption
from tests.service.agreements.factories import sign

from .factories import DAY, carer, hypertension, make_resident, make_village, save
from .test_all_forms import FIRST, LAST, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village()


def lines_of(resident, by=None):
    found = selectors.norms_of(by or carer(), resident.id, on=DAY)
    return {one["service"]: (one["due"], one["done"]) for one in found.yearly["lines"]}


def glucose(resident, day):
    values = {"symptoms": ["none"], "systolic": 130, "diastolic": 80, "fasting_glucose": 6.4, "adherence": "regular"}
    return save(resident, values | {"hypoglycaemia": "none"}, form="diabetes-follow-up", visit_on=day)


def test_glucose_tests_of_the_year_are_counted_by_day_and_last_years_are_not(village) -> None:
    resident = make_resident(groups=("diabetes",))
    for day in (dt.date(2025, 12, 30), dt.date(2026, 2, 3), dt.date(2026, 5, 4)):
        glucose(resident, day)
    assert lines_of(resident) == {"glucose_test": (4, 2), "annual_checkup": (1, 0)}


def test_what_is_for_the_signed_is_asked_under_an_agreement_and_a_record_does_it(village) -> None:
    resident = hypertension()
    assert "health_assessment" not in lines_of(resident)
    sign(village, resident)
    assert lines_of(resident)["health_assessment"] == (1, 0)


def test_restricted_services_are_shown_to_those_who_may_read_them(village) -> None:
    resident = make_resident(groups=("mental_disorder",))
    assert {"mental_follow_up", "mental_family_training"} <= lines_of(resident).keys()
    narrow = carer(permissions=("resident_read", "record_read"))
    assert not lines_of(resident, narrow).keys() & {"mental_follow_up", "mental_family_training"}


def test_the_very_old_are_visited_at_home_where_the_scheme_says_so(village) -> None:
    resident = make_resident(birth_date=dt.date(1930, 1, 1))
    assert not selectors.norms_of(carer(), resident.id, on=DAY).home["due"]
    make_adoption(resident.region_id, "village-centre")
    home = selectors.norms_of(carer(), resident.id, on=DAY).home
    assert home["grounds"] == ["very_old"] and home["reasons"][0]["source"]["document"] == "plan-village-centre"


@pytest.mark.parametrize(
    ("scheme", "groups", "grounds", "ways"),
    [
        ("urban-team", ("bedridden",), [], ["home_visit", "home_dressing"]),
        ("urban-team", ("hypertension",), [], ["phone", "face_to_face"]),
        ("shandong-2022", ("dementia",), ["dementia"], []),
        ("shandong-2022", ("disabled",), ["disabled"], []),
        ("village-centre", ("bedridden",), ["immobile"], []),
    ],
)
def test_home_visits_and_ways_of_follow_up_go_by_the_class_of_the_scheme(
    village, scheme, groups, grounds, ways
) -> None:
    resident = make_resident(groups=groups)
    make_adoption(resident.region_id, scheme)
    home = selectors.norms_of(carer(), resident.id, on=DAY).home
    assert (home["grounds"], home["ways"]) == (grounds, ways)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [((), "healthy"), (("hypertension",), "key_population"), (("bedridden", "hypertension"), "special_population")],
)
def test_everybody_has_one_of_the_schemes_classes(village, groups, expected) -> None:
    resident = make_resident(groups=groups)
    make_adoption(resident.region_id, "township-hospital")
    assert selectors.norms_of(carer(), resident.id, on=DAY).management_class == expected


def test_a_check_up_says_which_of_the_schemes_items_it_lacks(village) -> None:
    resident = hypertension()
    make_adoption(resident.region_id, "household-village")
    facts = people.facts_of([resident.id], DAY)[resident.id]
    values = filled(rulebook().forms["health-check-up"], selectors.person_on(facts, DAY), FIRST)
    kept = {code: value for code, value in values.items() if code not in ("ecg", "ecg_finding", "chest_film")}
    save(resident, kept, form="health-check-up", acts_on_urgent=True, confirmed=frozenset(kept))
    found = selectors.norms_of(carer(), resident.id, on=DAY)
    assert {"ecg", "chest_fluoroscopy"} <= set(found.checkup["missing"])


def test_a_plan_of_education_is_asked_for_signed_key_groups(village) -> None:
    resident = hypertension()
    make_adoption(resident.region_id, "village-centre")
    assert "targeted_education" not in lines_of(resident)
    sign(village, resident)
    assert lines_of(resident)["targeted_education"] == (1, 0) and lines_of(resident)["first_health_plan"] == (1, 0)


def test_where_homes_are_visited_by_agreement_the_agreement_says_so(village) -> None:
    resident = make_resident()
    make_adoption(resident.region_id, "township-hospital")
    sign(village, resident)
    assert not selectors.norms_of(carer(), resident.id, on=DAY).home["due"]
    promised = AgreementPackage.objects.get(agreement__resident=resident)
    promised.items = [{"item": "home_visit", "quantity": 2, "interval_days": None}]
    promised.save()
    assert selectors.norms_of(carer(), resident.id, on=DAY).home["grounds"] == ["by_agreement"]


def fill(resident, form: str, which: int, **changes):
    facts = people.facts_of([resident.id], DAY)[resident.id]
    values = filled(rulebook().forms[form], selectors.person_on(facts, DAY), which) | changes
    return save(resident, values, form=form, mode="home", acts_on_urgent=True, confirmed=frozenset(values))


def test_the_need_of_the_old_says_which_differentiated_services_they_get_and_records_do_them(village) -> None:
    resident = make_resident(birth_date=dt.date(1955, 1, 1), groups=("hypertension",))
    assert selectors.norms_of(carer(), resident.id, on=DAY).need["need"] is None
    make_adoption(resident.region_id, "shandong-2022")
    assert selectors.norms_of(carer(), resident.id, on=DAY).need["need"] == "chronic_elderly"
    assert lines_of(resident)["elderly_oral_care"] == (1, 0) and "elderly_integrated_care" not in lines_of(resident)
    fill(resident, "elderly-care", FIRST, self_care_level="independent")
    assert lines_of(resident)["elderly_oral_care"] == lines_of(resident)["elderly_nutrition"] == (1, 1)
    # an assessment for long-term care finds a severe disability: the need is another, and the insurance may pay
    assessed = fill(resident, "long-term-care-assessment", LAST, grade="disability_severe_3")
    assert assessed.versions.get().outcomes["care.long_term_care.grade"]["grade"] == "disability_severe_3"
    found = selectors.norms_of(carer(), resident.id, on=DAY)
    assert found.need["need"] == "dependent_elderly" and lines_of(resident)["elderly_integrated_care"] == (1, 1)
    # and at the end of life it is hospice care
    fill(resident, "elderly-care", LAST)
    assert selectors.norms_of(carer(), resident.id, on=DAY).need["services"] == ["hospice_care", "mental_care"]
    assert lines_of(resident)["elderly_hospice"] == (1, 1)


def test_long_term_care_that_was_given_says_what_the_local_insurance_pays_for(village) -> None:
    resident = make_resident(birth_date=dt.date(1940, 1, 1))
    make_adoption(resident.region_id, "demo-insurance")
    given = {"grade": "disability_severe_1", "items": ["bathing", "vital_signs"], "paid_items": []}
    kept = fill(resident, "long-term-care-service", FIRST, **given).versions.get()
    assert kept.values["paid_items"] == ["bathing"] and kept.outcomes["care.long_term_care.paid"]["state"] == "paid"


def test_who_is_given_a_care_card_is_told_what_comes_first(village) -> None:
    resident = make_resident(groups=("low_income",))
    assert not selectors.norms_of(carer(), resident.id, on=DAY).card["due"]
    make_adoption(resident.region_id, "doctors-into-families")
    card = selectors.norms_of(carer(), resident.id, on=DAY).card
    assert (card["groups"], card["priorities"]) == (["low_income"], ["home_visit", "home_bed", "health_education"])


def test_the_card_stands_on_the_residents_page_with_its_reasons(village) -> None:
    resident = make_resident(groups=("diabetes",))
    user = make_user()
    make_post(user=user, code="doctor", region="420324101")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/residents/{resident.id}/care/").content.decode()
    assert all(text in page for text in ("本年度应提供的服务", "免费空腹血糖检测", "YEARLY_SERVICE"))


def test_the_card_costs_the_same_however_much_was_recorded(village, django_assert_max_num_queries) -> None:
    resident = make_resident(groups=("diabetes",))
    for month in range(1, 11):
        glucose(resident, dt.date(2026, month, 3))
    with django_assert_max_num_queries(12):
        selectors.norms_of(carer(), resident.id, on=DAY)
