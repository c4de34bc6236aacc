"""Target letters: the year's targets in force, the county's own, issued, signed by both, versions kept."""

import contextlib
import datetime as dt
import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.insight.indicators import permissions, selectors, services
from jiayi.insight.indicators.models import TargetLetter
from jiayi.insight.indicators.services import letters as writing
from jiayi.insight.indicators.terms import Side
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_county,
    make_institution,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
BUREAU = make_viewer("target_letter_read", "target_letter_write", regions=(COUNTY,))


@pytest.fixture
def centre(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    make_county(townships=2)
    make_adoption(COUNTY, "county-2018")
    return make_institution(f"{COUNTY}100", name="城关镇卫生院")


def draft(centre, by=BUREAU):
    return services.draft_letters(by=by, institution_ids=[centre.id], year=2026, bureau="测试县卫生健康局", on=TODAY)[0]


def issued(centre):
    return services.issue_letter(by=BUREAU, letter_id=draft(centre).id, on=TODAY)


def sign(letter, side, by=BUREAU, on=TODAY):
    return services.sign_letter(by=by, letter_id=letter.id, side=side, signer="李建华", signed_on=on, on=TODAY)


def manager_of(centre):
    return make_viewer("target_letter_read", "target_letter_sign", institutions=(centre.id,))


def test_a_draft_holds_the_targets_in_force_with_their_clauses(centre):
    make_adoption(COUNTY, "kindergarten")
    lines = {line.indicator: line for line in draft(centre).lines.all()}
    assert lines["coverage-key"].wanted == "≥ 65 %"
    assert lines["drug-revenue-share"].wanted == "≤ 40 %"
    assert "S0-03" in str(lines["coverage-key"].reason)
    assert draft_texts(centre) != ("", "")


def draft_texts(centre) -> tuple[str, str]:
    letter = TargetLetter.objects.get(institution=centre)
    return letter.reward, letter.penalty


def test_the_county_adds_its_own_targets_and_the_rulebooks_stay(centre):
    letter = draft(centre)
    count = letter.lines.count()
    for own in ([("每月巡诊", "2 次"), ("资料", "4 期")], [("每月巡诊", "3 次")]):
        services.change_letter(by=BUREAU, letter_id=letter.id, reward="奖", penalty="惩", own=own, on=TODAY)
        assert letter.lines.count() == count + len(own)
    assert letter.lines.get(indicator="").wanted == "3 次"


def test_a_letter_is_issued_and_signed_by_both_and_no_longer_changed(centre):
    letter = issued(centre)
    with pytest.raises(LawBroken, match="不能修改"):
        services.change_letter(by=BUREAU, letter_id=letter.id, reward="", penalty="", own=[], on=TODAY)
    assert sign(letter, Side.INSTITUTION, by=manager_of(centre)).state == "issued"
    assert sign(letter, Side.BUREAU).state == "signed"
    with pytest.raises(LawBroken, match="已经签署"):
        sign(letter, Side.BUREAU)
    with pytest.raises(LawBroken, match="不能撤回"):
        services.withdraw_letter(by=BUREAU, letter_id=letter.id, on=TODAY)
    acts = list(Entry.objects.filter(subject_kind="target_letter").order_by("id").values_list("act", flat=True))
    assert acts == ["indicators.draft_letters", "indicators.issue_letter"] + ["indicators.sign_letter"] * 2


def test_a_new_version_replaces_the_old_only_when_it_is_issued(centre):
    old = issued(centre)
    new = draft(centre)
    assert (new.version, TargetLetter.objects.get(id=old.id).state) == (2, "issued")
    services.issue_letter(by=BUREAU, letter_id=new.id, on=TODAY)
    assert [each.state for each in selectors.versions_of(BUREAU, new)] == ["issued", "replaced"]
    with pytest.raises(LawBroken, match="没有签发"):
        sign(old, Side.BUREAU)


def test_a_withdrawn_letter_is_no_longer_signed(centre):
    letter = issued(centre)
    services.withdraw_letter(by=BUREAU, letter_id=letter.id, on=TODAY)
    with pytest.raises(LawBroken):
        sign(letter, Side.BUREAU)
    assert draft(centre).version == 2


@pytest.mark.parametrize("day", [TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)])
def test_nobody_signs_before_the_issue_or_tomorrow(centre, day):
    with pytest.raises(LawBroken, match="签署日期"):
        sign(issued(centre), Side.BUREAU, on=day)


def test_each_side_signs_for_itself_and_a_stranger_for_nobody(centre):
    letter = issued(centre)
    with pytest.raises(NotVisible):
        sign(letter, Side.INSTITUTION)
    with pytest.raises(NotVisible):
        sign(letter, Side.BUREAU, by=manager_of(centre))
    elsewhere = make_viewer("target_letter_read", "target_letter_write", regions=(f"{COUNTY}101",))
    with pytest.raises(NotVisible):
        draft(centre, by=elsewhere)
    with pytest.raises(NotVisible):
        selectors.letter_for(elsewhere, letter.id)
    assert list(selectors.letters(manager_of(centre))) == [letter]


def test_one_draft_and_one_letter_in_force_a_year(centre):
    draft(centre)
    with pytest.raises(LawBroken, match="已有该年度的草稿"):
        draft(centre)
    usual = {"institution": centre, "year": 2026, "rulebook_version": "x"}
    for wrong in (
        {"version": 5, "state": "draft"},
        {"version": 1, "state": "withdrawn"},
        {"version": 5, "state": "signed", "issued_on": TODAY, "bureau_signed_on": TODAY},
        {"version": 5, "state": "issued"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetLetter.objects.create(**usual, **wrong)


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_leave_the_letter_signed(centre, monkeypatch):
    letter = issued(centre)
    start, both_read = threading.Barrier(2, timeout=30), threading.Barrier(2)
    allowed = permissions.require_at

    def wait_until_both_have_read(*asked):
        with contextlib.suppress(threading.BrokenBarrierError):
            both_read.wait(timeout=2)  # the lock keeps the second from reading until the first has written
        allowed(*asked)

    monkeypatch.setattr(writing, "require_at", wait_until_both_have_read)

    def act(side, by):
        try:
            start.wait()
            sign(letter, side, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, (Side.BUREAU, Side.INSTITUTION), (BUREAU, manager_of(centre))))
    assert TargetLetter.objects.get(id=letter.id).state == "signed"


def test_many_drafts_take_as_many_statements_as_one(centre, django_assert_max_num_queries):
    places = [centre, *(make_institution(f"{COUNTY}100") for _ in range(5))]
    ids = [place.id for place in places]
    with django_assert_max_num_queries(14):
        made = services.draft_letters(by=BUREAU, institution_ids=ids, year=2026, bureau="局", on=TODAY)
    assert len(made) == 6


def signed_in(post: str, **place) -> Client:
    user = make_user(name="王丽萍")
    make_post(user=user, code=post, **place)
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args) -> str:
    return reverse(f"indicators:{name}", args=args)


def text(answer) -> str:
    return answer.content.decode()


def test_the_bureau_drafts_issues_and_signs_and_the_manager_signs_on_pages(centre):
    bureau = signed_in("county_bureau", region=COUNTY)
    data = {"year": "2026", "bureau": "测试县卫生健康局", "institutions": [str(centre.id)]}
    made = bureau.post(url("new_letters"), data)
    letter = TargetLetter.objects.get()
    assert made.url == url("letter", letter.id)
    again = bureau.post(url("new_letters"), data)
    assert again.status_code == 422 and "已有该年度的草稿" in text(again)
    wrong = bureau.post(url("letter", letter.id), {"reward": "奖", "penalty": "惩", "own": "没有要求"})
    assert wrong.status_code == 422 and "没有要求" in text(wrong)
    bureau.post(url("letter", letter.id), {"reward": "奖金一万元", "penalty": "约谈", "own": "每月巡诊：2 次"})
    page = text(bureau.get(url("letter", letter.id)))
    assert "每月巡诊" in page and "奖金一万元" in page and "≥ 65 %" in page and "S0-03" in page
    bureau.post(url("letter_step", letter.id, "issue"))
    manager = signed_in("institution_manager", institution=centre)
    assert "责任单位签署" in text(manager.get(url("letter", letter.id)))
    assert manager.post(url("letter_step", letter.id, "withdraw")).status_code == 404
    for client, side in ((manager, "institution"), (bureau, "bureau")):
        client.post(
            url("sign_letter", letter.id, side), {f"{side}-signer": "李建华", f"{side}-signed_on": "2026-11-22"}
        )
    letter.refresh_from_db()
    assert letter.state == "signed"
    assert "双方已签" in text(bureau.get(url("letters"), {"state": "signed"}))
    assert centre.name not in text(bureau.get(url("letters"), {"state": "draft"}))
    body = b"".join(bureau.post(url("letters"), {"export": "all-csv"}).streaming_content).decode("utf-8-sig")
    assert "李建华 2026-11-22" in body and Entry.objects.filter(act="indicators.export_letters").exists()
    bureau.post(url("letter_step", letter.id, "revise"))
    assert TargetLetter.objects.get(state="draft").version == 2


def test_the_paper_holds_targets_words_and_signatures(centre):
    letter = issued(centre)
    sign(letter, Side.BUREAU)
    answer = signed_in("county_bureau", region=COUNTY).get(url("letter_pdf", letter.id))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    words = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for said in (
        "2026年度家庭医生签约服务目标责任书",
        "城关镇卫生院",
        "≥65%",
        "重点人群签约覆盖率",
        "李建华",
        "奖励",
        "惩处",
    ):
        assert said in words, said
    assert answer["Cache-Control"] == "no-store, private"
