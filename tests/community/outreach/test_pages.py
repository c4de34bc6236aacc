"""The pages of activities and months."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jiayi.community.outreach.models import Activity, Campaign, KeptFile, MonthSummary, PopulationStatement
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import COUNTY

from .factories import PICTURE, TOWNSHIP, VILLAGE, make_place, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> dt.date:
    return clock.today()


@pytest.fixture
def place():
    return make_place("urban-team", "village-centre", "publicity")


@pytest.fixture
def doctor(client):
    user = make_user(region_id=COUNTY, name="王丽萍")
    make_post(user=user, code="doctor", region=TOWNSHIP)
    client.force_login(user)
    return client


def shown(client, name: str, *arguments, query: str = "") -> str:
    answer = client.get(reverse(f"outreach:{name}", args=arguments) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def pdf_text(answer) -> str:
    """Without blanks and line breaks: where a cell breaks its text is no matter here."""
    assert answer["Content-Type"] == "application/pdf"
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def body_of(today, **fields) -> dict:
    usual = {
        "kind": "lecture",
        "title": "糖尿病健康大课堂",
        "topic": "diabetes",
        "contract_minutes": "10",
        "region_code": VILLAGE,
        "place": "村委会",
        "held_on": today.isoformat(),
        "begins_at": "09:00",
        "ends_at": "10:00",
    }
    return usual | fields


def test_a_lecture_is_planned_on_one_page_and_what_was_typed_stays(doctor, place, today):
    url = reverse("outreach:new_activity")
    text = doctor.get(url).content.decode()
    assert "健康大课堂" in text and place.team.name in text and "糖尿病" in text
    answer = doctor.post(url, body_of(today, ends_at="08:00"))
    assert answer.status_code == 422 and "结束时间应晚于开始时间" in answer.content.decode()
    assert "糖尿病健康大课堂" in answer.content.decode()
    answer = doctor.post(url, body_of(today))
    made = Activity.objects.get()
    assert answer.url == reverse("outreach:activity", args=[made.id])
    assert "糖尿病健康大课堂" in shown(doctor, "activity", made.id)
    change = reverse("outreach:change_activity", args=[made.id])
    assert "村委会" in doctor.get(change).content.decode()
    assert doctor.post(change, body_of(today, place="文化广场")).status_code == 302
    assert Activity.objects.get().place == "文化广场"


def test_residents_are_entered_at_the_door_and_the_sheet_names_them(doctor, place, today):
    activity = place.activity(today, held_on=today)
    resident = make_resident(name="秦月")
    found = doctor.post(reverse("outreach:find", args=[activity.id]), {"text": "秦月"}).content.decode()
    assert "秦月" in found and "签到" in found
    for _ in range(2):
        doctor.post(reverse("outreach:attend", args=[activity.id]), {"resident": str(resident.id)})
    assert "已签到 1 人" in shown(doctor, "attend", activity.id)
    text = pdf_text(doctor.get(reverse("outreach:sheet", args=[activity.id])))
    assert "秦月" in text and "健康活动签到表" in text and "扫码签到" in text
    read = Entry.objects.filter(act="outreach.print_sheet").get()
    assert resident.id in read.resident_ids
    entry = activity.attendances.get()
    doctor.post(reverse("outreach:remove_attendance", args=[entry.id]))
    assert "已签到 0 人" in shown(doctor, "attend", activity.id)


def test_an_activity_is_held_kept_and_archived(doctor, place, today):
    activity = place.activity(today, held_on=today)
    numbers = {
        "attended": "40",
        "contract_minutes": "12",
        "given": "60",
        "asked": "20",
        "satisfied": "19",
        "aware": "15",
    }
    hold = reverse("outreach:hold_activity", args=[activity.id])
    refused = doctor.post(hold, numbers | {"satisfied": "30"})
    assert refused.status_code == 422 and "满意和知晓人数不能多于" in refused.content.decode()
    assert doctor.post(hold, numbers).status_code == 302
    archive = reverse("outreach:archive_activity", args=[activity.id])
    text = doctor.post(archive, follow=True).content.decode()
    assert "没有活动小结" in text and "至少一份" in text
    doctor.post(hold, numbers | {"summary": "村民反响好"})
    add = reverse("outreach:add_file", args=["activity", activity.id])
    bad = SimpleUploadedFile("a.exe", b"MZ", "application/octet-stream")
    assert "只能上传 PDF" in doctor.post(add, {"kind": "photo", "file": bad}, follow=True).content.decode()
    good = SimpleUploadedFile("现场.png", PICTURE, "image/png")
    assert "现场.png" in doctor.post(add, {"kind": "photo", "file": good}, follow=True).content.decode()
    file = doctor.get(reverse("outreach:file", args=[KeptFile.objects.get().id]))
    assert file.content == PICTURE and file["Content-Type"] == "image/png" and "no-store" in file["Cache-Control"]
    assert "已归档" in doctor.post(archive, follow=True).content.decode()
    assert doctor.post(reverse("outreach:reopen_activity", args=[activity.id]), {"why": "补照片"}).status_code == 302
    assert Activity.objects.get().state == "held"


def test_an_activity_is_cancelled_with_a_reason(doctor, place, today):
    activity = place.activity(today, held_on=today)
    url = reverse("outreach:cancel_activity", args=[activity.id])
    assert doctor.post(url, {"reason": ""}).status_code == 422
    assert doctor.post(url, {"reason": "weather", "note": "大雪封路"}).status_code == 302
    text = shown(doctor, "activities", query="?state=cancelled")
    assert "大雪封路" in text and "已取消" in text


def test_the_list_filters_sorts_and_leaves_as_a_workbook(doctor, place, today):
    place.hold(place.activity(today, held_on=today), on=today)
    place.activity(today, held_on=today, kind="free_clinic", title="义诊进村")
    assert "高血压健康大课堂" not in shown(doctor, "activities", query="?kind=free_clinic")
    assert "义诊进村" not in shown(doctor, "activities", query="?topic=diabetes")
    express = {"kind": "health_express", "expert": "市人民医院 周主任", "title": "健康直通车进社区"}
    named = {"co_host": "城东街道办事处", "channels": ["poster", "health_day"]}
    assert doctor.post(reverse("outreach:new_activity"), body_of(today, **express)).status_code == 302
    change = reverse("outreach:change_activity", args=[Activity.objects.get(kind="health_express").id])
    assert "海报" in doctor.get(change).content.decode()
    assert doctor.post(change, body_of(today, **express, **named)).status_code == 302
    text = shown(doctor, "activity", Activity.objects.get(kind="health_express").id)
    assert "城东街道办事处" in text and "海报" in text and "卫生日活动" in text and "周主任" in text
    for query in ("?channel=poster", "?joint=1"):
        text = shown(doctor, "activities", query=query)
        assert "健康直通车进社区" in text and "义诊进村" not in text
    for query in (
        "?sort=attended",
        "?sort=-team",
        f"?since={today}&when=upcoming",
        "?short=1",
        "?tag=quality_primary_care",
    ):
        shown(doctor, "activities", query=query)
    answer = doctor.post(reverse("outreach:activities"), {"export": "all-xlsx"})
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert "义诊进村" in {row[3] for row in rows} and 30 in {row[17] for row in rows}
    assert Entry.objects.filter(act="outreach.export_activities").count() == 1


def test_the_month_is_summed_up_on_a_page_and_on_paper(doctor, place, today):
    place.hold(place.activity(today, held_on=today), on=today)
    text = shown(doctor, "months")
    assert place.team.name in text and "1 / 2" in text and "例会 1" in text
    assert place.team.name not in shown(doctor, "months", query="?standing=met")
    month = (place.team.id, today.year, today.month)
    text = shown(doctor, "month", *month)
    assert "还差1次" in text and "S2.1-19" in text and "高血压健康大课堂" in text
    url = reverse("outreach:month", args=month)
    assert doctor.post(url, {"review": ""}).status_code == 422
    words = {"review": "开展一次讲座", "problems": "次数不足", "measures": "下月补两次"}
    assert "已保存月度小结" in doctor.post(url, words, follow=True).content.decode()
    assert MonthSummary.objects.get().figures["attended"] == 30
    text = pdf_text(doctor.get(reverse("outreach:month_paper", args=month)))
    for part in ("团队健康活动月度小结", "开展一次讲座", "次数不足", "下月补两次", "高血压健康大课堂", place.team.name):
        assert "".join(part.split()) in text
    answer = doctor.post(reverse("outreach:months"), {"export": "page-csv"})
    assert place.team.name in b"".join(answer.streaming_content).decode()
    assert doctor.get(reverse("outreach:month", args=(place.team.id, today.year + 1, 1))).status_code == 404
    assert doctor.get(reverse("outreach:month", args=(place.team.id, today.year, 13))).status_code == 404


def test_many_people_are_shown_with_as_many_queries_as_few(doctor, place, today, django_assert_max_num_queries):
    activity = place.activity(today, held_on=today)
    for _ in range(12):
        resident = make_resident()
        doctor.post(reverse("outreach:attend", args=[activity.id]), {"resident": str(resident.id)})
    with django_assert_max_num_queries(40):
        assert "按姓名签到 12 人" in shown(doctor, "activity", activity.id)


def test_a_nurse_enters_and_does_not_sum_up(client, place, today):
    user = make_user(region_id=COUNTY)
    make_post(user=user, code="nurse", region=TOWNSHIP)
    client.force_login(user)
    url = reverse("outreach:month", args=(place.team.id, today.year, today.month))
    assert "保存小结" not in client.get(url).content.decode()
    assert client.post(url, {"review": "好"}).status_code == 404


def test_who_was_trained_as_the_familys_health_worker_is_listed_by_household(doctor, place, today):
    activity = place.activity(today, held_on=today, kind="family_health_worker", title="家庭保健员培训班")
    resident, other = make_resident(name="秦月"), make_resident(name="沈建国")
    for one, where in ((resident, activity), (other, place.activity(today, held_on=today))):
        doctor.post(reverse("outreach:attend", args=[where.id]), {"resident": str(one.id)})
    assert "秦月" not in shown(doctor, "health_workers"), "the training has not been held yet"
    place.hold(activity, on=today)
    text = shown(doctor, "health_workers", query=f"?since={today}&sort=-trained_on")
    assert "秦月" in text and "已培训" in text and "沈建国" not in text
    assert resident.id in Entry.objects.filter(act="outreach.list_health_workers").latest("at").resident_ids
    answer = doctor.post(reverse("outreach:health_workers"), {"export": "all-csv"})
    assert "秦月" in b"".join(answer.streaming_content).decode()
    assert resident.id in Entry.objects.get(act="outreach.export_health_workers").resident_ids


def test_what_the_street_says_of_its_population_stands_beside_our_own_figures(doctor, place, today):
    make_resident(name="秦月", birth_date=dt.date(1940, 1, 1))
    new = reverse("outreach:new_statement")
    said = {"region_code": TOWNSHIP, "as_of": today.isoformat(), "given_by": "城东街道办事处", "count_residents": "12"}
    assert doctor.post(new, said | {"given_by": ""}).status_code == 422
    assert doctor.post(new, said | {"count_residents": ""}).status_code == 422
    for elderly in ("3", "1"):
        assert doctor.post(new, said | {"count_elderly": elderly}).status_code == 302
    one = PopulationStatement.objects.get()
    assert one.counts == {"residents": 12, "elderly": 1} and one.own["elderly"] == 1
    text = shown(doctor, "statements", query=f"?region={TOWNSHIP}&sort=region")
    assert "城东街道办事处" in text and f"{one.own['residents'] - 12:+d}" in text
    exported = b"".join(doctor.post(reverse("outreach:statements"), {"export": "all-csv"}).streaming_content).decode()
    assert "65岁及以上老年人" in exported or "老年人" in exported


def test_a_campaign_is_planned_by_the_bureau_assessed_by_place_and_sent_round(client, place, today):
    place.hold(place.activity(today, held_on=today), on=today, asked=15, aware=6)
    bureau = make_user(region_id=COUNTY, name="宣传科")
    make_post(user=bureau, code="county_bureau", region=COUNTY)
    client.force_login(bureau)
    plan = {
        "title": "家庭医生签约服务宣传月",
        "region_code": COUNTY,
        "since_on": today.isoformat(),
        "until_on": (today - dt.timedelta(days=1)).isoformat(),
        "goals": "家喻户晓",
        "channels": ["poster"],
    }
    new = reverse("outreach:new_campaign")
    refused = client.post(new, plan)
    assert refused.status_code == 422 and "结束日期不能早于" in refused.content.decode()
    assert client.post(new, plan | {"until_on": today.isoformat()}).status_code == 302
    one = Campaign.objects.get()
    text = shown(client, "campaign", one.id)
    assert "40 %" in text and "海报" in text
    nurse = make_user(region_id=COUNTY)
    make_post(user=nurse, code="nurse", region=TOWNSHIP)
    client.force_login(nurse)
    assert "宣传月" not in shown(client, "campaigns", query="?state=planned"), "the county's plan is not sent round yet"
    client.force_login(bureau)
    circulate = reverse("outreach:circulate_campaign", args=[one.id])
    assert client.post(circulate, {"verdict": " "}).status_code == 422
    for verdict in ("城关镇知晓率偏低，限期补课。", "第二稿"):
        client.post(circulate, {"verdict": verdict})
    place.hold(place.activity(today, held_on=today), on=today, asked=15, aware=15)
    exported = client.post(reverse("outreach:campaigns"), {"export": "all-csv"})
    assert "限期补课" in b"".join(exported.streaming_content).decode()
    client.force_login(nurse)
    assert "已通报" in shown(client, "campaigns", query="?state=circulated")
    text = shown(client, "campaign", one.id)
    assert "限期补课" in text and "40 %" in text and "第二稿" not in text, "what was sent round stays as it was"
    paper = pdf_text(client.get(reverse("outreach:campaign_paper", args=[one.id])))
    assert "效果评估情况的通报" in paper and "限期补课" in paper and "40%" in paper
    assert client.get(circulate).status_code == 404
