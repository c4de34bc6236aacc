"""The list of those to renew: who is on it, where each stands, by place, as a file, and for whom."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.service.agreements import selectors
from jiayi.service.agreements.models import Agreement
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import make_region

from .factories import COUNTY, TOWNSHIP, VILLAGE, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db
URL = "agreements:to_renew"


@pytest.fixture
def ending():
    """Agreements that end 0, 59, 60 and 61 days from today, signed a year before that."""
    village = make_village()
    today = clock.today()
    people = {}
    for days, name in ((0, "甲今天"), (59, "乙告知"), (60, "丙六十"), (61, "丁以后")):
        people[name] = make_resident(name=name)
        sign(village, people[name], signed_on=today)
        Agreement.objects.filter(resident=people[name]).update(ends_on=today + dt.timedelta(days=days))
    Agreement.objects.filter(resident=people["乙告知"]).update(notified_on=today)
    Agreement.objects.filter(resident=people["丙六十"]).update(notified_on=today, objected_on=today)
    return village


def _standings(on):
    return {one.resident.name: one.renewal_standing for one in selectors.to_renew(make_signer(), on=on)}


def test_the_notice_days_of_the_rulebook_draw_the_line(ending):
    today = clock.today()
    assert _standings(today) == {"甲今天": "notice_due", "乙告知": "notified", "丙六十": "objected"}
    tomorrow = _standings(today + dt.timedelta(days=1))
    assert set(tomorrow) == {"乙告知", "丙六十", "丁以后"}


def test_a_renewal_that_waits_for_its_start_is_renewed(ending):
    first = Agreement.objects.get(resident__name="甲今天")
    sign(ending, first.resident, signed_on=clock.today(), kind="renewal")
    assert _standings(clock.today())["甲今天"] == "renewed"
    assert Agreement.objects.get(resident=first.resident, state="scheduled").starts_on > first.ends_on


def test_places_are_counted_with_the_filters_in_force(ending):
    rows = selectors.to_renew(make_signer(), on=clock.today())
    counts = selectors.to_renew_by_place(rows, 12)
    assert counts == {VILLAGE: {"notice_due": 1, "notified": 1, "objected": 1}}
    assert selectors.to_renew_by_place(rows.filter(renewal_standing="notified"), 9) == {TOWNSHIP: {"notified": 1}}


def test_the_page_lists_narrows_links_to_renewing_and_is_audited(client, ending):
    manager = signed_in(client, "institution_manager", region=TOWNSHIP)
    text = manager.get(reverse(URL)).content.decode()
    assert "剩59天" in text and "丁以后" not in text and "60" in text
    assert reverse("agreements:sign", args=[Agreement.objects.get(resident__name="甲今天").resident_id]) in text
    narrowed = manager.get(reverse(URL), {"standing": "objected", "region": VILLAGE}).content.decode()
    assert "丙六十" in narrowed and "甲今天" not in narrowed
    assert len(Entry.objects.filter(act="agreements.list_to_renew").earliest("id").resident_ids) == 3


def test_the_list_leaves_as_a_workbook_with_everybody_in_the_history(client, ending):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    answer = bureau.post(reverse(URL) + "?sort=ends_on", {"export": "all-xlsx"})
    file = io.BytesIO(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert [(row[2], row[9], row[10]) for row in rows[3:]] == [
        ("甲今天", 0, "待告知"),
        ("乙告知", 59, "已告知"),
        ("丙六十", 60, "不再续签"),
    ]
    assert len(Entry.objects.get(act="agreements.export_to_renew").resident_ids) == 3


def test_others_see_nobody(client, ending):
    make_region("420325100")
    stranger = signed_in(client, "institution_manager", region="420325100")
    assert "甲今天" not in stranger.get(reverse(URL)).content.decode()
    assert signed_in(client, "insurer", region=COUNTY).get(reverse(URL)).status_code == 404


def test_more_rows_take_the_same_queries(client, ending, django_assert_max_num_queries):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    with django_assert_max_num_queries(30):
        bureau.get(reverse(URL))
