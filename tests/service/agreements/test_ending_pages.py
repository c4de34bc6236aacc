"""Ending an agreement on its pages: the form, what ends with it, the act; refused with reasons, harmless twice."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.service.agreements.models import TeamLoad
from jiayi.service.agreements.terms import TERMINATION_REASONS
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import make_institution

from .factories import TOWNSHIP, agreement_of, make_household, make_resident, make_village, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor(client, village):
    return signed_in(client, institution=village.team.institution)


def signed(village, resident=None):
    today = clock.today()
    return sign(village, resident or make_resident(), signed_on=today).agreements.get()


def answers(**changes):
    usual = {
        "requested_by": "resident",
        "reason": "own_wish",
        "confirmed_by_resident": "on",
        "ended_on": clock.today().isoformat(),
        "note": "搬去女儿家",
        "evidence": "解约申请，存卫生院",
        "step": "end",
    }
    return usual | changes


def page_of(name, agreement):
    return reverse(f"agreements:{name}", args=[agreement.id])


def test_what_ends_with_an_agreement_is_shown_before_it_ends(doctor, village):
    household = make_household(members=1)
    agreement = signed(village, household.head)
    assert doctor.get(page_of("terminate", agreement)).status_code == 200
    shown = doctor.post(page_of("terminate", agreement), answers(step="confirm"))
    assert "agreements/ending_confirm.html" in [template.name for template in shown.templates]
    text = shown.content.decode()
    assert "签约户数减少1户" in text and "基本公共卫生服务照常提供" in text and "自" in text
    assert agreement_of(household.head).state == "active"


def test_an_agreement_is_terminated_and_the_page_tells_why(doctor, village):
    agreement = signed(village)
    answer = doctor.post(page_of("terminate", agreement), answers())
    assert answer["Location"] == page_of("agreement", agreement)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason, agreement.end_evidence) == (
        "terminated",
        "own_wish",
        "解约申请，存卫生院",
    )
    assert [reason["code"] for reason in agreement.end_reasons] == ["TERMINATION_ALLOWED"]
    shown = doctor.get(page_of("agreement", agreement)).content.decode()
    assert "已解约" in shown and "本人要求" in shown and "搬去女儿家" in shown
    entry = Entry.objects.get(act="agreements.terminate_agreement")
    assert entry.details["requested_by"] == "resident" and entry.details["confirmed_by_resident"] is True


def test_without_the_confirmation_it_is_refused_with_its_source_and_what_was_typed_stays(doctor, village):
    agreement = signed(village)
    for step in ("confirm", "end"):
        answer = doctor.post(page_of("terminate", agreement), answers(confirmed_by_resident="", step=step))
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "B_RESIDENT_CONFIRMATION_MISSING" in text and "依据" in text and "搬去女儿家" in text
    assert agreement_of(agreement.resident).state == "active"


def test_the_scheme_of_the_households_asks_for_the_signed_paper(client):
    village = make_village("household-village")
    today = dt.date(2026, 11, 2)
    agreement = sign(village, make_household(members=1).head, signed_on=today).agreements.get()
    doctor = signed_in(client, institution=village.team.institution)
    asked = answers(reason="service_not_performed", confirmed_by_team="on", evidence="")
    answer = doctor.post(page_of("terminate", agreement), asked)
    assert answer.status_code == 422
    assert "双方签字的解约书" in answer.content.decode()
    assert doctor.post(page_of("terminate", agreement), asked | {"evidence": "解约书一份"}).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"reason": "mood"}, {"reason": "entry_error"}, {"requested_by": "neighbour"}, {"ended_on": ""}],
)
def test_what_cannot_be_judged_is_sent_back(doctor, village, changes):
    agreement = signed(village)
    assert doctor.post(page_of("terminate", agreement), answers(**changes)).status_code == 422
    assert agreement_of(agreement.resident).state == "active"


@pytest.mark.parametrize("days", [-1, 1])
def test_an_agreement_ends_between_signing_and_today(doctor, village, days):
    agreement = signed(village)
    day = (clock.today() + dt.timedelta(days=days)).isoformat()
    assert doctor.post(page_of("terminate", agreement), answers(ended_on=day)).status_code == 422


@pytest.mark.parametrize("reason", [one for one in TERMINATION_REASONS if one != "entry_error"])
def test_every_reason_of_the_rulebook_ends_it_once_confirmed(doctor, village, reason):
    agreement = signed(village)
    assert doctor.post(page_of("terminate", agreement), answers(reason=str(reason))).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason) == ("terminated", reason)


def test_a_second_click_does_nothing_more_and_another_reason_comes_too_late(doctor, village):
    agreement = signed(village)
    url = page_of("terminate", agreement)
    assert doctor.post(url, answers()).status_code == 302
    again = doctor.post(url, answers())
    assert (again.status_code, again["Location"]) == (302, page_of("agreement", agreement))
    assert Entry.objects.filter(act="agreements.terminate_agreement").count() == 1
    assert TeamLoad.objects.get().persons == 0
    late = doctor.post(url, answers(reason="moved_away"))
    assert late.status_code == 409
    assert "B_ALREADY_ENDED" in late.content.decode()
    assert doctor.get(url).status_code == 302


def test_a_mistaken_entry_is_made_void_with_its_reason(doctor, village):
    resident = make_resident()
    agreement = signed(village, resident)
    url = page_of("void", agreement)
    assert doctor.post(url, {"note": "", "step": "confirm"}).status_code == 422
    assert "agreements/ending_confirm.html" in [
        template.name for template in doctor.post(url, {"note": "选错居民", "step": "confirm"}).templates
    ]
    assert doctor.post(url, {"note": "选错居民", "step": "end"}).status_code == 302
    assert doctor.post(url, {"note": "选错居民", "step": "end"}).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason, agreement.end_note) == ("void", "entry_error", "选错居民")
    assert Entry.objects.filter(act="agreements.void_agreement").count() == 1
    signed(village, resident)


def test_the_pages_of_an_agreement_and_its_resident_lead_there_for_those_who_may(client, village):
    agreement = signed(village)
    pages = [page_of("agreement", agreement), reverse("workstation:resident", args=[agreement.resident_id])]
    for post, leads in (("doctor", True), ("nurse", False)):
        viewer = signed_in(client, post, institution=village.team.institution)
        for url in pages:
            assert (page_of("terminate", agreement) in viewer.get(url).content.decode()) is leads, (post, url)
    signed_in(client, institution=village.team.institution).post(page_of("terminate", agreement), answers())
    assert page_of("terminate", agreement) not in client.get(pages[0]).content.decode()


@pytest.mark.parametrize(
    "post", ["county_bureau", "nurse", "auditor", "referral_desk", "pharmacist", "insurer", "partner", "system_admin"]
)
def test_who_may_not_end_agreements_finds_no_page(client, village, post):
    agreement = signed(village)
    viewer = signed_in(client, post, region=TOWNSHIP)
    for name in ("terminate", "void"):
        assert viewer.get(page_of(name, agreement)).status_code == 404
        assert viewer.post(page_of(name, agreement), answers(note="x")).status_code == 404


def test_another_township_finds_no_page(client, village):
    agreement = signed(village)
    other = signed_in(client, institution=make_institution("420325100"))
    for name in ("terminate", "void"):
        assert other.get(page_of(name, agreement)).status_code == 404
        assert other.post(page_of(name, agreement), answers(note="x")).status_code == 404
    assert agreement_of(agreement.resident).state == "active"
