"""The pages of packages: composed with a check as one fills in, approved by the bureau, prices as table and file."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Package, PackageVersion
from tests.registry.access.factories import make_post, make_user, signed_in
from tests.registry.access.tokens import ApiClient
from tests.registry.organization.factories import make_adoption

from . import packages as made
from .factories import TOWNSHIP, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return made.make_place(make_village("county-2018").team.institution)


def sign_in(client, post, **where):
    return signed_in(client, post, **where)


@pytest.fixture
def manager(client, place):
    return sign_in(client, "institution_manager", institution=place.institution)


@pytest.fixture
def bureau(client, place):
    return sign_in(client, "county_bureau", region=TOWNSHIP[:6])


def answers(**changes):
    usual = {
        "name_zh": "慢病管理包",
        "name_en": "Chronic care",
        "grade": "intermediate",
        "groups": ["hypertension"],
        "quantity-follow_up_hypertension": "4",
        "interval-follow_up_hypertension": "90",
        "benefit-follow_up_hypertension": "free",
        "insurance_fund_fen": "40",
        "resident_fen": "20.5",
    }
    return usual | changes


def url(name, *arguments):
    return reverse(f"agreements:{name}", args=arguments)


def words(answer):
    return answer.content.decode()


def test_a_package_is_composed_on_one_page_with_amounts_in_yuan(manager, place):
    assert "高血压随访" in words(manager.get(url("new_package")))
    answer = manager.post(url("new_package"), answers(institution=str(place.institution.id)))
    version = PackageVersion.objects.get()
    assert answer["Location"] == url("package", version.package_id)
    assert (version.state, version.price_fen, version.resident_fen) == ("draft", 6050, 2050)
    line = version.lines.get()
    assert (line.item, line.quantity, line.interval_days, line.benefit) == ("follow_up_hypertension", 4, 90, "free")
    shown = words(manager.get(answer["Location"]))
    assert "慢病管理包" in shown and "60.50" in shown and "有偿服务包" in shown


def test_it_can_be_saved_and_submitted_in_one_go(manager):
    manager.post(url("new_package"), answers(then="submit"))
    assert PackageVersion.objects.get().state == "submitted"


def test_a_draft_that_may_not_be_submitted_is_kept_and_the_reason_told(manager):
    page = manager.post(url("new_package"), answers(grade="basic", then="submit"), follow=True)
    assert PackageVersion.objects.get().state == "draft"
    assert "基础包对居民免费，居民负担20.50元" in words(page)


@pytest.mark.parametrize(
    ("name", "value"),
    [("resident_fen", "-1"), ("resident_fen", "twenty"), ("quantity-contact", "0"), ("name_zh", "")],
)
def test_what_was_typed_stays_where_something_is_wrong(manager, name, value):
    answer = manager.post(url("new_package"), answers(**{name: value, "note": "按需提供"}))
    assert answer.status_code == 422
    assert "按需提供" in words(answer)
    assert not Package.objects.exists()


def test_the_check_follows_what_is_filled_in(manager):
    shown = words(manager.post(url("check_package"), answers()))
    assert "60.50" in shown and "可以提交审核" in shown
    shown = words(manager.post(url("check_package"), answers(**{"quantity-follow_up_hypertension": ""})))
    assert "B_PACKAGE_EMPTY" in shown
    shown = words(manager.post(url("check_package"), answers(**{"quantity-annual_checkup": "x"})))
    assert "还不能提交" not in shown


def test_the_bureau_sees_what_waits_and_approves_or_returns_it(client, place, bureau):
    version = made.submitted(place, on=clock.today())
    assert "1 个服务包待审核" in words(client.get(url("packages")))
    page = words(client.get(url("package", version.package_id)))
    assert "批准" in page and "退回" in page
    sent = {"revision": version.revision, "return-reason": "单价偏高"}
    client.post(url("return_package", version.id), sent)
    version.refresh_from_db()
    assert version.state == "returned"
    assert "单价偏高" in words(client.get(url("package", version.package_id)))


def test_the_returned_reason_stands_over_the_form(place, manager):
    version = made.submitted(place, on=clock.today())
    made.services.return_version(
        by=place.bureau, version_id=version.id, revision=version.revision, reason="单价偏高", on=clock.today()
    )
    page = words(manager.get(url("edit_package_version", version.id)))
    assert "单价偏高" in page and "银龄关爱包" in page and "25.01" in page


def test_a_new_version_begins_with_the_last_one_and_shows_what_it_changes(place, manager):
    today = clock.today()
    first = made.published(place, on=today)
    page = words(manager.get(url("new_package_version", first.package_id)))
    assert 'value="银龄关爱包"' in page and 'value="25.01"' in page
    changed = answers(name_zh="银龄关爱包", groups=["elderly"], **{"quantity-home_visit": "6"})
    manager.post(url("new_package_version", first.package_id), changed)
    shown = words(manager.get(url("package", first.package_id)))
    assert "与第 1 版的差异" in shown and "上门服务 · 年次数" in shown
    assert "第 1 版的内容" in words(manager.get(url("package", first.package_id), {"version": "1"}))


def test_a_version_is_published_moved_called_off_and_the_package_withdrawn(place, manager):
    today = clock.today()
    version = made.approved(place, on=today)
    later = (today + dt.timedelta(days=40)).isoformat()
    manager.post(url("publish_package", version.id), {"starts_on": later})
    version.refresh_from_db()
    assert (version.state, version.starts_on.isoformat()) == ("published", later)
    manager.post(url("call_off_package", version.id))
    manager.post(url("publish_package", version.id), {"starts_on": today.isoformat()})
    manager.post(url("withdraw_package", version.package_id), {"from_on": later, "reason": "停办"})
    version.refresh_from_db()
    assert version.end_kind == "withdrawn"
    page = manager.post(url("publish_package", version.id), {"starts_on": "nonsense"}, follow=True)
    assert page.status_code == 200


def test_a_draft_is_dropped(place, manager):
    version = made.draft(place, on=clock.today())
    answer = manager.post(url("discard_package", version.id), {"revision": version.revision})
    assert answer["Location"] == url("packages")
    assert not Package.objects.exists()


def test_the_list_is_filtered_and_taken_away(place, manager):
    made.published(place, on=clock.today())
    assert "银龄关爱包" in words(manager.get(url("packages"), {"state": "published", "grade": "intermediate"}))
    assert "银龄关爱包" not in words(manager.get(url("packages"), {"group": "child"}))
    file = manager.post(url("packages"), {"export": "all-csv"})
    body = b"".join(file.streaming_content).decode()
    assert "银龄关爱包" in body and "100.01" in body and "上门服务×4" in body


def test_prices_stand_on_one_table_with_their_source_and_as_a_workbook(place, manager):
    make_adoption(place.institution.region_id, "household-village")
    made.published(place, on=clock.today())
    shown = words(manager.get(url("package_prices")))
    for text in ("银龄关爱包", "健康管理组合", "有偿服务包", "100.01", "国卫基层发〔2018〕35号"):
        assert text in shown, text
    before = words(manager.get(url("package_prices"), {"on": "2020-01-01"}))
    assert "银龄关爱包" not in before
    file = manager.post(url("package_prices"), {"export": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file.streaming_content)))
    rows = {row[1]: row for row in book.get_sheet_by_index(0).to_python()[3:]}
    assert rows["银龄关爱包"][9] == "100.01"
    assert rows["健康管理组合"][5] == "补助"


def test_a_reader_sees_what_is_published_and_may_change_nothing(client, place):
    today = clock.today()
    shown, hidden = made.published(place, on=today), made.submitted(place, on=today)
    doctor = sign_in(client, "doctor", institution=place.institution)
    page = words(doctor.get(url("package", shown.package_id)))
    assert "编制新版" not in page and "停用" not in page
    assert doctor.get(url("package", hidden.package_id)).status_code == 404
    assert doctor.get(url("new_package")).status_code == 404
    assert doctor.post(url("approve_package", shown.id)).status_code == 404


def test_a_list_of_packages_takes_no_query_a_row(place, manager, django_assert_max_num_queries):
    def queries(count):
        for _ in range(count):
            made.published(place, on=clock.today())
        with django_assert_max_num_queries(60) as caught:
            manager.get(url("packages"))
        return len(caught)

    assert queries(1) == queries(6)


def test_the_api_tells_what_a_team_offers(client, place):
    user = make_user()
    make_post(user=user, code="doctor", institution=place.institution)
    team = place.institution.teams.get()
    made.published(place, on=clock.today())
    api = ApiClient(user)
    answer = api.get("/packages", team=str(team.id))
    found = {one["name_zh"]: one for one in answer.json()["packages"]}
    assert found["银龄关爱包"]["total_fen"] == 10_001 == sum(found["银龄关爱包"]["amounts_fen"].values())
    assert found["银龄关爱包"]["institution"] == str(place.institution.id)
    assert found["基础包"]["institution"] is None
    earlier = api.get("/packages", team=str(team.id), on="2026-01-01").json()["packages"]
    assert "银龄关爱包" not in {one["name_zh"] for one in earlier}
