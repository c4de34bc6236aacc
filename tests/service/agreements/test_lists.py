"""Lists of agreements: who sees which, what narrows them, what a row shows."""

import datetime as dt

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Nobody, Scope, SystemViewer
from jiayi.foundation.ui.lists import list_page
from jiayi.service.agreements import permissions, presenters, selectors, services
from jiayi.service.agreements.selectors import AgreementFilters
from tests.registry.organization.factories import make_institution, make_team
from tests.registry.people.factories import OTHER_VILLAGE, make_region

from .factories import SIGNED_ON, TOWNSHIP, Signer, make_household, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db
EVERYBODY = SystemViewer()
DAY = dt.timedelta(days=1)


def names(viewer=EVERYBODY, **filters) -> list[str]:
    return [one.resident.name for one in selectors.agreements(viewer, AgreementFilters(**filters))]


@pytest.fixture
def village():
    return make_village("county-2018")


def test_the_latest_signed_come_first(village):
    for days, name in enumerate(("甲一", "乙二", "丙三")):
        sign(village, make_resident(name=name), signed_on=SIGNED_ON - days * DAY, on=SIGNED_ON)
    assert names() == ["甲一", "乙二", "丙三"]


def test_every_filter_narrows(village):
    first = make_resident(name="甲一", groups=("hypertension",))
    sign(
        village, first, packages=("basic", "primary"), channel="home_visit", signed_on=SIGNED_ON - 5 * DAY, on=SIGNED_ON
    )
    second = make_household(members=1).head
    second.name = "乙二"
    second.save()
    other = make_team(make_institution(make_region(OTHER_VILLAGE[:9])))
    sign(other, second, unit="household", by=make_signer(TOWNSHIP, OTHER_VILLAGE[:9]), years=3)
    one = {
        "team": village.team.id,
        "doctor": village.doctor.id,
        "group": "hypertension",
        "package": "primary",
        "unit": "person",
        "channel": "home_visit",
        "signed_to": SIGNED_ON - DAY,
        "ends_to": dt.date(2028, 1, 1),
    }
    for name, value in one.items():
        assert names(**{name: value}) == ["甲一"], name
    for name, value in {"signed_from": SIGNED_ON, "ends_from": dt.date(2028, 1, 1), "unit": "household"}.items():
        assert names(**{name: value}) == ["乙二"], name
    for name, value in {"region": TOWNSHIP, "states": ("active", "expired"), "kind": "first"}.items():
        assert len(names(**{name: value})) == 2, name
    for name, value in {"region": OTHER_VILLAGE, "states": ("void",), "kind": "renewal", "group": "cancer"}.items():
        assert names(**{name: value}) == [], name


def test_numbers_and_names_are_found(village):
    resident = make_resident(name="欧阳小云")
    paper = sign(village, resident)
    sign(village, make_resident(name="王二"))
    assert names(number=paper.number) == ["欧阳小云"]
    assert len(names(number="420324-2026-")) == 2
    assert names(text="欧阳") == ["欧阳小云"]
    assert names(text="没有这个人") == []


def test_region_institution_team_and_resident_each_open_the_list(village):
    resident = make_resident()
    sign(village, resident)

    def seen(**reach) -> int:
        class Reader(Signer):
            def scope(self, permission):
                return Scope(**reach) if permission == "agreement_read" else Scope()

        return selectors.agreements(Reader(())).count()

    assert seen(region_prefixes=(TOWNSHIP,)) == 1
    assert seen(institution_ids=(village.team.institution_id,)) == 1
    assert seen(team_ids=(village.team.id,)) == 1
    assert seen(resident_ids=(resident.id,)) == 1
    assert seen(region_prefixes=("420324102", "42032410122")) == 1
    assert seen(region_prefixes=("420324102",)) == 0
    assert seen() == 0


def test_nobody_sees_nothing_and_an_agreement_out_of_reach_is_not_there(village):
    agreement = sign(village, make_resident()).agreements.get()
    assert not selectors.agreements(Nobody()).exists()
    for viewer in (Nobody(), make_signer("420324102"), make_signer(permissions=("agreement_sign",))):
        with pytest.raises(NotVisible):
            selectors.agreement_for(viewer, agreement.id)
        assert selectors.agreements_of_paper(viewer, agreement.paper_id) == []


def test_agreements_of_a_resident_are_told_from_the_latest(village):
    resident = make_resident()
    first = sign(village, resident).agreements.get()
    sign(village, resident, kind="renewal", signed_on=first.ends_on)
    found = selectors.agreements_of_resident(village.by, resident.id)
    assert [one.kind for one in found] == ["renewal", "first"]
    with pytest.raises(NotVisible):
        selectors.agreements_of_resident(make_signer("420324102"), resident.id)


def test_a_row_shows_what_people_know_without_a_query_each(village, django_assert_num_queries):
    resident = make_resident(name="周大海", phone="13812345678", groups=("hypertension", "poverty"), address="3组12号")
    sign(village, resident, packages=("basic", "intermediate"))
    for _ in range(5):
        sign(village, make_resident())
    with django_assert_num_queries(6):  # agreements, packages, and once each: teams, institutions, doctors, villages
        rows = list(presenters.numbered_rows(selectors.agreements(EVERYBODY), on=SIGNED_ON))
    row = next(row for row in rows if row["name"] == "周大海")
    assert (row["phone"], row["age"], row["sex"]) == ("138****5678", 46, "男")
    assert "*" in row["national_id"]
    assert (row["services"], row["economic"]) == (["高血压"], ["脱贫人口"])
    assert (row["insurance_fund_fen"], row["resident_fen"]) == (4000, 2000)
    assert row["address"].endswith("3组12号")
    columns = presenters.export_columns()
    titles = [column.title for column in columns]
    assert titles[:7] == ["序号", "签约编号", "姓名", "性别", "年龄", "身份证号", "联系电话"]
    assert {"公卫补助", "医保预支付", "财政补贴", "自费", "来源", "操作人"} <= set(titles)
    assert [column.cell(row) for column in columns][titles.index("自费")] == "20.00"


def test_refusals_are_listed_within_reach_until_withdrawn(village):
    resident = make_resident()
    refusal = services.record_refusal(
        by=village.by, resident_id=resident.id, reason="cost", refused_on=SIGNED_ON, on=SIGNED_ON, note="嫌贵"
    )
    assert list(selectors.refusals(village.by)) == [refusal]
    assert list(selectors.refusals(village.by, region=TOWNSHIP, reason="cost")) == [refusal]
    assert not selectors.refusals(village.by, reason="no_need").exists()
    assert not selectors.refusals(make_signer("420324102")).exists()
    services.withdraw_refusal(by=village.by, refusal_id=refusal.id, on=SIGNED_ON)
    assert not selectors.refusals(village.by).exists()
    assert selectors.refusals(village.by, is_open=False).count() == 1
    assert len(selectors.refusals_of_resident(village.by, resident.id)) == 1


def test_loads_tell_how_full_a_team_is():
    village = make_village("urban-team")
    sign(village, make_household(members=1).head)
    fill = selectors.loads(village.by, village.team.id, on=SIGNED_ON)
    assert (fill.households.now, fill.households.limit, fill.households.mode) == (1, 400, "block")
    assert fill.households.share == 1 / 400
    assert (fill.persons.limit, fill.persons.share) == (None, None)
    assert fill.doctors[village.doctor.id].now == 1
    with pytest.raises(NotVisible):
        selectors.loads(make_signer("420324102"), village.team.id, on=SIGNED_ON)


def test_a_count_over_the_parts_of_a_reach_is_that_of_the_list_and_stops_at_the_limit(village):
    other = make_team(make_institution(make_region(OTHER_VILLAGE[:9])))
    for place, number in ((village, 3), (other, 2)):
        for _ in range(number):
            sign(place, make_resident(), by=make_signer(TOWNSHIP, OTHER_VILLAGE[:9]))
    here, there = make_signer(), make_signer(OTHER_VILLAGE[:9])
    both = make_signer(teams=(other.id, village.team.id))
    for viewer in (EVERYBODY, Nobody(), here, there, both, make_signer(TOWNSHIP, OTHER_VILLAGE[:9], teams=(other.id,))):
        listed = len(names(viewer))
        assert selectors.count_of(viewer, AgreementFilters(), limit=99) == listed
        assert selectors.count_of(viewer, AgreementFilters(), limit=2) == min(listed, 2)
        parts = permissions.parts_of(viewer.scope(permissions.READ))
        page = list_page(presenters.agreement_list(viewer, SIGNED_ON), selectors.agreements(viewer), {}, parts=parts)
        assert page.count == listed
