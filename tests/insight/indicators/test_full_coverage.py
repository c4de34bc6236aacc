"""Everybody of the groups to be covered in full who is not signed, by name, with why; checked against a twin."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators import selectors, services
from jiayi.registry.people.models import Resident
from jiayi.registry.tasks.models import Task
from jiayi.service.agreements.services import record_refusal, turn_day
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import COUNTY as GENERATED
from tests.registry.organization.factories import make_region, make_viewer
from tests.service.agreements.factories import COUNTY, TOWNSHIP, make_resident, make_signer, make_village, sign
from tests.service.care import factories as care

from .generated import NOON, TODAY, make_generated_county
from .test_coverage import _home_of, _lives_here, _populations, _team_of

pytestmark = pytest.mark.django_db
URL = "indicators:full_coverage"


@pytest.mark.parametrize("counted", [False, True])
def test_the_list_equals_the_twin_and_pages_follow_one_another(counted):
    make_generated_county()
    if counted:
        services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    viewer = make_viewer("coverage_read", "coverage_drill", regions=(GENERATED,))
    whole = selectors.unsigned(viewer, GENERATED, "full_coverage", on=TODAY, limit=500)
    twin = {
        (person.pk, _home_of(person, TODAY), _standing(person, TODAY))
        for person in Resident.objects.all()
        if _lives_here(person, TODAY)
        and _team_of(person, TODAY) is None
        and "full_coverage" in _populations(person, TODAY)
    }
    assert {(one.resident_id, one.region_code, one.standing) for one in whole} == twin
    assert {one.standing for one in whole} == {"never", "ended", "refused"}
    paged, after = [], None
    while page := selectors.unsigned(viewer, GENERATED, "full_coverage", on=TODAY, after_id=after, limit=4):
        paged += page
        after = page[-1].resident_id
    assert paged == whole
    with pytest.raises(NotVisible):
        selectors.unsigned(make_viewer("coverage_read", regions=(GENERATED,)), GENERATED, "full_coverage", on=TODAY)


def _standing(person, on):
    if any(
        one.refused_on <= on and (one.withdrawn_on is None or one.withdrawn_on > on) for one in person.refusals.all()
    ):
        return "refused"
    ended = [
        one
        for one in person.agreements.all()
        if one.kind != "supplementary"
        and one.state not in {"draft", "pending", "void"}
        and one.ended_on
        and one.ended_on < on
    ]
    return "ended" if ended else "never"


@pytest.fixture
def village():
    village = make_village("county-2018")
    lapsed, refuser, signed, other = (
        make_resident(name="甲到期", groups=("poverty",)),
        make_resident(name="乙拒签", groups=("special_family",)),
        make_resident(name="丙已签", groups=("low_income",)),
        make_resident(name="丁不在列", groups=("copd",)),
    )
    sign(village, lapsed, signed_on=date(2025, 3, 1), late_reason="补录")
    turn_day(by=make_signer(), on=date(2026, 3, 2))
    record_refusal(
        by=make_signer(), resident_id=refuser.pk, reason="cost", refused_on=date(2026, 5, 4), on=date(2026, 5, 4)
    )
    sign(village, signed, signed_on=clock.today())
    assert other.pk
    return village


def test_each_stands_with_village_group_reason_team_and_what_may_be_done(client, village):
    manager = signed_in(client, "institution_manager", region=TOWNSHIP)
    text = manager.get(reverse(URL, args=[TOWNSHIP])).content.decode()
    assert "甲到期" in text and "协议到期" in text and "2026-02-28" in text
    assert "乙拒签" in text and "费用原因" in text and "2026-05-04" in text
    assert "丙已签" not in text and "丁不在列" not in text
    assert village.team.name in text and village.doctor.name in text
    assert "未走访" in text and "S0-06" in text
    for name in ("甲到期", "乙拒签"):
        assert reverse("agreements:sign", args=[Resident.objects.get(name=name).pk]) in text
    narrowed = manager.get(reverse(URL, args=[TOWNSHIP]), {"group": "special_family"}).content.decode()
    assert "乙拒签" in narrowed and "甲到期" not in narrowed
    assert len(Entry.objects.filter(act="indicators.list_full_coverage").earliest("id").resident_ids) == 2


def test_the_list_leaves_with_everybody_in_the_history_and_only_for_who_may(client, village):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    answer = bureau.post(reverse(URL, args=[COUNTY]) + "?standing=ended", {"export": "all-xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert [(row[1], row[7]) for row in rows.to_python()[3:]] == [("甲到期", "曾签约，已结束")]
    assert Entry.objects.get(act="indicators.export_full_coverage").details["count"] == 1
    doctor = signed_in(client, "village_doctor", region=TOWNSHIP)
    assert doctor.post(reverse(URL, args=[TOWNSHIP]), {"export": "all-csv"}).status_code == 404
    make_region("420325")
    for post, region in (("insurer", COUNTY), ("county_bureau", "420325")):
        assert signed_in(client, post, region=region).get(reverse(URL, args=[COUNTY])).status_code == 404


def test_where_no_document_names_groups_the_page_says_so(client):
    make_village()
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    assert "所采用的文件没有列出全覆盖人群" in bureau.get(reverse(URL, args=[COUNTY])).content.decode()


def test_the_last_visit_at_home_stands_beside_the_name(client, village):
    manager = signed_in(client, "institution_manager", region=TOWNSHIP)
    patient = Resident.objects.get(name="甲到期")
    visited_on = date(2026, 6, 7)
    for mode, day in (("home", visited_on), ("clinic", date(2026, 8, 9))):
        care.save(patient, by=care.carer(TOWNSHIP), mode=mode, visit_on=day)
    assert "2026-06-07" in manager.get(reverse(URL, args=[TOWNSHIP])).content.decode()


def test_the_unsigned_are_given_to_a_member_of_a_team_with_an_answer_for_each(client):
    village = make_village("county-2018")
    resident = make_resident(name="周贫困", groups=("poverty",))
    page = signed_in(client, "doctor", region=TOWNSHIP)
    url = reverse(URL, args=[TOWNSHIP])
    assert f"{village.team.id}:{village.doctor.id}" in page.get(url).text
    answer = page.post(
        reverse("indicators:assign_unsigned", args=[TOWNSHIP]),
        {
            "resident": [str(resident.id), "01a00000-0000-7000-8000-000000000000"],
            "member": f"{village.team.id}:{village.doctor.id}",
        },
    )
    assert "已分配 1 项" in answer.text and "(404)" in answer.text
    assert Task.objects.get(kind="sign_resident").assignee_id == village.doctor.id


def test_nobody_chosen_is_asked_again(client):
    make_village("county-2018")
    page = signed_in(client, "doctor", region=TOWNSHIP)
    answer = page.post(reverse("indicators:assign_unsigned", args=[TOWNSHIP]), {"member": ""}, follow=True)
    assert "请选择团队和责任人。" in answer.text
