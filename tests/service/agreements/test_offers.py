"""What is on offer to whom on a day: the rulebook's packages, and an institution's own for its own teams."""

import datetime as dt
from dataclasses import replace

import pytest

from jiayi.foundation.base.errors import BadShape
from jiayi.service.agreements import presenters, selectors
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.services import packages as services
from jiayi.service.agreements.terms import PackageLine

from .factories import SIGNED_ON, make_household, make_resident, make_team, make_village, request_for, sign
from .packages import CONTENT, TODAY, TOMORROW, approved, make_place, published, with_content

pytestmark = pytest.mark.django_db
NEXT_MONTH = dt.date(2026, 12, 1)


@pytest.fixture
def village():
    return make_village("county-2018")


@pytest.fixture
def place(village):
    return make_place(village.team.institution)


def offered(place, on, **options):
    return [one.code for one in selectors.packages_on_offer(on, institution_id=place.institution.id, **options)]


def test_an_institutions_package_is_on_offer_from_its_day_until_it_is_withdrawn(place):
    own = published(place, starts_on=TOMORROW).package
    code = own.code
    assert code not in offered(place, TODAY)
    assert code in offered(place, TOMORROW)
    package = selectors.own_offers([place.institution.id], TOMORROW)[0]
    assert (package.price_fen, package.grade, package.version) == (10_001, "intermediate", "1")
    services.withdraw_package(by=place.manager, package_id=own.id, from_on=NEXT_MONTH, reason="", on=TODAY)
    assert code in offered(place, NEXT_MONTH - dt.timedelta(days=1))
    assert code not in offered(place, NEXT_MONTH)


def test_what_is_not_published_is_not_on_offer(place):
    code = approved(place).package.code
    assert code not in offered(place, TODAY)


def test_another_institutions_team_does_not_offer_it(place):
    code = published(place).package.code
    other = make_team()
    assert code not in offered(make_place(other.institution), TODAY)
    with pytest.raises(BadShape):
        sign(other, make_resident(), packages=(code,))


def test_offers_take_two_queries_however_many(place, django_assert_num_queries):
    for _ in range(5):
        published(place)
    with django_assert_num_queries(2):
        assert len(selectors.packages_on_offer(TODAY, institution_id=place.institution.id)) == 11
    codes = [one.code for one in selectors.own_offers([place.institution.id], TODAY)]
    with django_assert_num_queries(2):
        selectors.packages_named(["basic", *codes], TODAY, institution_id=place.institution.id)
    with django_assert_num_queries(0):
        selectors.packages_named(["basic", "primary"], TODAY, institution_id=place.institution.id)


def test_the_most_closely_meant_packages_come_first(place):
    own = published(place).package.code
    everybodys = published(place, with_content(groups=())).package.code
    order = offered(place, TODAY, groups=["elderly"])
    assert order.index("elderly") < order.index("basic") < order.index("advanced")
    assert order.index(own) < order.index(everybodys) < order.index("two-diseases")


def test_an_agreement_is_signed_with_it_as_with_any_other(village, place):
    version = published(place)
    code = version.package.code
    agreement = sign(village, make_resident(), packages=("basic", code)).agreements.get()
    promised = agreement.packages.get(package=code)
    assert (promised.version, promised.total_fen, promised.resident_fen) == ("1", 10_001, 2501)
    assert (promised.label_zh, promised.service_months) == ("银龄关爱包", 12)
    assert promised.items[1] == {"item": "home_visit", "quantity": 4, "zh": "上门服务", "en": "Home visit"}
    row = presenters.row_of(selectors.agreements(village.by).get(), on=SIGNED_ON)
    assert row["packages"] == ["基础包", "银龄关爱包"]
    assert row["resident_fen"] == 2501


def test_an_agreement_keeps_the_version_it_was_signed_with(village, place):
    first = published(place)
    code = first.package.code
    old = sign(village, make_resident(), packages=(code,)).agreements.get()
    dearer = with_content(payers_fen={"resident": 50_000}, name_zh="银龄关爱包（新）")
    published(place, dearer, package=first.package, starts_on=TOMORROW)
    new = sign(village, make_resident(), packages=(code,), signed_on=TOMORROW, on=TOMORROW).agreements.get()
    late = sign(village, make_resident(), packages=(code,), signed_on=TODAY, on=TOMORROW).agreements.get()
    versions = [one.packages.get() for one in (old, new, late)]
    assert [(one.version, one.total_fen) for one in versions] == [("1", 10_001), ("2", 50_000), ("1", 10_001)]


def test_a_package_of_a_document_is_offered_where_the_document_was_adopted(place):
    assert "health-management" not in offered(place, TODAY)
    assert "health-management" in offered(place, TODAY, schemes=["national", "household-village"])


def test_the_basic_package_is_free_with_four_issues_of_education_material(place):
    basic = next(one for one in selectors.packages_on_offer(TODAY) if one.code == "basic")
    quantities = {line["item"]: line["quantity"] for line in basic.items}
    assert basic.price_fen == 0
    assert quantities["education_material"] == 4 and {"record_management", "health_education", "booking"} <= set(
        quantities
    )


def test_members_of_a_household_get_the_packages_they_are_named_for(village):
    household = make_household(members=3)
    grandmother, *others = household.members.order_by("id")
    paper = sign(
        village,
        household_id=household.id,
        unit="household",
        packages=("basic", "elderly"),
        package_holders={"elderly": (grandmother.id,)},
    )
    codes = {one.resident_id: one.package_codes for one in paper.agreements.all()}
    assert codes[grandmother.id] == ["basic", "elderly"]
    assert {tuple(codes[one.id]) for one in others} == {("basic",)}
    assert paper.agreements.get(resident=grandmother).packages.count() == 2
    assert paper.agreements.get(resident=others[0]).packages.count() == 1


def test_the_preview_adds_up_what_each_member_gets(village):
    household = make_household(members=3)
    one, *_ = household.members.order_by("id")
    asked = request_for(
        village,
        household_id=household.id,
        unit="household",
        packages=("primary", "elderly"),
        package_holders={"elderly": (one.id,)},
    )
    shown = selectors.preview_signing(village.by, asked, on=SIGNED_ON)
    assert shown.total_fen == 3 * 6000 + 5000


@pytest.mark.parametrize(
    ("packages", "holders", "code"),
    [
        (("basic", "elderly"), "nobody", "E_PACKAGE_HOLDER"),
        (("basic", "elderly"), "stranger", "E_PACKAGE_HOLDER"),
        (("basic",), "not asked for", "E_PACKAGE_HOLDER"),
        (("elderly",), "one", "E_MEMBER_WITHOUT_PACKAGE"),
    ],
)
def test_holders_are_members_and_nobody_goes_without(village, packages, holders, code):
    household = make_household(members=2)
    member = household.members.first()
    who = {"nobody": (), "stranger": (make_resident().id,)}.get(holders, (member.id,))
    with pytest.raises(BadShape) as fault:
        sign(
            village,
            household_id=household.id,
            unit="household",
            packages=packages,
            package_holders={"elderly": who},
        )
    assert fault.value.code == code
    assert not Agreement.objects.exists()


def test_lines_say_how_often_and_for_how_many(place):
    line = PackageLine(item="annual_checkup", quantity=1, interval_days=300, per_household=2, benefit="free")
    published(place, replace(CONTENT, lines=(line,)))
    offer = selectors.own_offers([place.institution.id], TODAY)[0]
    assert offer.items[0].items() >= {"interval_days": 300, "per_household": 2, "benefit": "free"}.items()
    assert offer.household_limits == {"annual_checkup": 2}
