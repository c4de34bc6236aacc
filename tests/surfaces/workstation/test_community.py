"""Community diagnosis: numbers from the data, words by staff, versions, publishing, the paper."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.surfaces.workstation import services
from jiayi.surfaces.workstation.models import CommunityReport
from tests.registry.access.factories import make_viewer
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_household
from tests.service.care import factories as care
from tests.service.care.test_surveys import survey

TOWNSHIP = f"{COUNTY}100"
HERE = f"{TOWNSHIP}201"
WORDS = {"scope": "两个居委会", "survey": "", "problems": "高血压控制率低", "interventions": "每月随访"}


@pytest.fixture
def village(county):
    make_area(make_team(make_institution(TOWNSHIP), name="春晖团队"), HERE)
    today = clock.today()
    make_household(members=1, village=HERE)
    young = {"sex": "female", "birth_date": today - dt.timedelta(days=365 * 10)}
    care.make_resident(name="王小妹", village=HERE, **young)
    old = {"sex": "male", "birth_date": today - dt.timedelta(days=366 * 82)}
    for name, pressure in (("沈建国", (132, 84)), ("陈大山", (172, 96))):
        resident = care.hypertension(name=name, village=HERE, **old)
        care.save(resident, care.pressure(*pressure), by=care.carer(COUNTY), visit_on=today, on=today)
    care.hypertension(name="外村人", village=f"{COUNTY}101201")


@pytest.fixture
def doctor(village):
    return make_viewer(post="doctor", region=TOWNSHIP)


def draft(by, code=TOWNSHIP):
    return services.draft_report(by=by, region_code=code, on=clock.today())


def write(by, report, recount=False, **texts):
    return services.write_report(by=by, report_id=report.id, texts=WORDS | texts, recount=recount, on=clock.today())


def publish(by, report):
    return services.publish_report(by=by, report_id=report.id, on=clock.today())


def test_the_numbers_are_those_of_the_region_on_the_day(doctor):
    numbers = draft(doctor).numbers
    assert (numbers["villages"], numbers["households"], numbers["teams"]) == (2, 1, 1)
    assert numbers["population"]["80_"] == {"male": 2, "female": 0}
    assert numbers["population"]["7_17"] == {"male": 0, "female": 1}
    assert numbers["groups"]["hypertension"] == 2
    found = next(one for one in numbers["programmes"] if one["code"] == "hypertension")
    assert found == {"code": "hypertension", "managed": 2, "seen": 2, "controlled": 1}


def test_beginning_twice_goes_on_with_the_draft_and_a_published_version_stays(doctor):
    report = draft(doctor)
    assert draft(doctor).pk == report.pk
    write(doctor, report)
    publish(doctor, report)
    with pytest.raises(LawBroken) as refused:
        write(doctor, report)
    assert refused.value.code == "E_REPORT_PUBLISHED"
    following = draft(doctor)
    assert (following.version, following.problems) == (2, "高血压控制率低")
    publish(doctor, following)
    assert dict(CommunityReport.objects.values_list("version", "state")) == {1: "replaced", 2: "published"}


def test_what_is_not_written_is_not_published(doctor):
    report = draft(doctor)
    write(doctor, report, problems=" ")
    with pytest.raises(BadShape):
        publish(doctor, report)


def test_counting_anew_takes_the_numbers_of_the_day(doctor):
    report = draft(doctor)
    care.make_resident(name="新来的", village=HERE)
    assert write(doctor, report).numbers == report.numbers
    assert write(doctor, report, recount=True).numbers != report.numbers


def test_who_does_not_write_there_has_no_draft_and_reads_what_is_published(doctor):
    report = draft(doctor)
    with pytest.raises(NotVisible):
        draft(make_viewer(post="doctor", region=f"{COUNTY}101"))
    with pytest.raises(NotVisible):
        draft(make_viewer(post="nurse", region=TOWNSHIP))
    with pytest.raises(NotVisible):
        write(make_viewer(post="county_bureau", region=COUNTY), report)


def test_the_database_keeps_one_draft_and_one_published_of_a_year(doctor):
    report = draft(doctor)
    with pytest.raises(IntegrityError, match="community_report_one_draft"), transaction.atomic():
        CommunityReport.objects.create(region_id=TOWNSHIP, year=report.year, version=9, as_of=clock.today())


def test_a_report_is_begun_written_published_and_printed_on_its_pages(signed_in, village):
    visitor = signed_in("doctor", region=TOWNSHIP)
    survey(smokers=15)
    page = visitor.post(reverse("workstation:draft_report"), {"region": TOWNSHIP}, follow=True)
    assert "人口年龄、性别构成" in page.text and "高血压患者健康管理" in page.text and "已调查村" in page.text
    report = CommunityReport.objects.get()
    visitor.post(reverse("workstation:write_report", args=[report.id]), WORDS | {"then": "recount"})
    answer = visitor.post(reverse("workstation:publish_report", args=[report.id]), follow=True)
    assert "已发布" in answer.text and "高血压控制率低" in answer.text
    paper = visitor.get(reverse("workstation:community_report_pdf", args=[report.id]))
    words = "".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.content)).pages).replace(" ", "")
    for told in ("社区卫生诊断报告", "两个居委会", "每月随访", "80岁及以上", "50.0%", "15(30.0%)", "定期巡诊1"):
        assert told in words
    bureau = signed_in("county_bureau", region=COUNTY)
    assert "已发布" in bureau.get(reverse("workstation:community_reports")).text
    listed = bureau.post(reverse("workstation:community_reports"), {"export": "all-csv"})
    assert "已发布" in b"".join(listed.streaming_content).decode()


def test_a_draft_is_not_listed_for_readers_and_no_region_is_asked_again(signed_in, doctor):
    report = draft(SystemViewer())
    bureau = signed_in("county_bureau", region=COUNTY)
    assert bureau.get(reverse("workstation:community_report", args=[report.id])).status_code == 404
    visitor = signed_in("village_doctor", region=TOWNSHIP)
    assert "请选择地区" in visitor.post(reverse("workstation:draft_report"), follow=True).text
