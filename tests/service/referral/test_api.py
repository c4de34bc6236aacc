"""Referrals over the API: sent once, refused with the law, answered by their side, listed by clock."""

from uuid import uuid4

import pytest

from jiayi.foundation.base import clock
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.referral.models import RateWarning, Referral
from tests.registry.access.factories import make_post, make_user

from .factories import DAY, at, make_county, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", at)


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def caller(client):
    """Somebody's post at a place, as a client with a token: calls a path, with a body or without."""

    def make(post, **place):
        user = make_user()
        make_post(user=user, code=post, **place)
        token = issue_token(by=viewer_of(user), label="转诊系统", at=at())

        def call(path, body=None, key=None):
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
            if body is None:
                return client.get(f"/api/v1/{path}", headers=headers)
            return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

        return call

    return make


@pytest.fixture
def doctor(caller, county):
    return caller("doctor", institution=county.centre)


@pytest.fixture
def desk(caller, county):
    return caller("referral_desk", institution=county.hospital)


def form(county, resident, **changes):
    usual = {
        "resident": str(resident.id),
        "from_institution": str(county.centre.id),
        "destination": {"institution": str(county.hospital.id), "department": "心内科"},
        "group": "hypertension",
        "diagnosis": "高血压3级",
        "illness": "血压168/102",
        "consent": True,
        "consent_by": "patient",
        "criteria": ["uncontrolled_twice"],
    }
    return usual | changes


REPLY = {
    **dict.fromkeys(("diagnosis", "summary", "drugs", "next_plan", "warning_signs", "contact"), "见小结"),
    "revisit_on": "2026-12-02",
    "purposes": ["chronic_management"],
    "plan": [{"text": "上门测血压", "due_on": "2026-11-09"}],
}


def test_it_is_sent_once_and_says_what_may_follow(doctor, county) -> None:
    body, key = form(county, make_resident()), str(uuid4())
    first, second = (doctor("referrals", body, key) for _ in range(2))
    assert first.status_code == second.status_code == 201 and first.json() == second.json()
    made = first.json()
    assert made["state"] == "submitted" and made["acts"] == ["cancel"] and made["answer_due_at"]
    assert Referral.objects.count() == 1
    assert doctor(f"referrals/{made['id']}").json()["number"] == made["number"]


def test_what_a_rule_forbids_comes_back_with_its_reason(doctor, county) -> None:
    resident = make_resident()
    refused = doctor("referrals", form(county, resident, consent=False))
    assert refused.status_code == 409 and refused.json()["breaches"][0]["code"] == "B_CONSENT_MISSING"
    assert doctor("referrals", form(county, resident, group="love")).status_code == 422
    assert doctor("referrals", form(county, resident, more=1)).status_code == 422
    assert not Referral.objects.exists()


def test_up_and_back_by_two_systems(doctor, desk, county) -> None:
    number = doctor("referrals", form(county, make_resident())).json()["id"]
    path = f"referrals/{number}/acts"
    appointment = {"on": "2026-11-04", "time": "9:00", "department": "心内科"}
    assert desk(path, {"act": "accept", "appointment": appointment}).json()["state"] == "scheduled"
    assert desk(path, {"act": "arrive"}).json()["state"] == "arrived"
    assert desk(path, {"act": "propose_return"}).json()["code"] == "E_ACT_PART"
    assert desk(path, {"act": "propose_return", "reply": REPLY}).json()["state"] == "return_proposed"
    assert desk(path, {"act": "take_back"}).status_code == 404
    assert doctor(path, {"act": "take_back"}).json()["acts"] == ["follow_up"]
    assert doctor(path, {"act": "follow_up", "note": "血压132/80"}).json()["state"] == "followed_up"
    assert doctor(path, {"act": "close"}).json()["closed_on"] == "2026-11-02"
    again = doctor(path, {"act": "cancel", "reason": "improved"})
    assert again.status_code == 409 and again.json()["code"] == "E_REFERRAL_STATE"


def test_nobody_expires_or_drafts_by_hand(doctor, county) -> None:
    referral = county.sent()
    for act in ("expire", "draft"):
        assert doctor(f"referrals/{referral.id}/acts", {"act": act}).json()["code"] == "E_ACT_BY_ITSELF"


def test_refused_and_redirected(desk, county, caller) -> None:
    first, second = county.sent(), county.sent()
    no_bed = desk(f"referrals/{first.id}/acts", {"act": "reject", "reason": "no_bed"})
    assert no_bed.json()["reason"] == "no_bed"
    place = {"institution": str(county.second.id)}
    elsewhere = {"act": "redirect", "reason": "no_doctor", "destination": place}
    gone = desk(f"referrals/{second.id}/acts", elsewhere)
    assert gone.json() == {"id": str(second.id), "number": second.number, "has_left": True}
    assert desk(f"referrals/{second.id}").status_code == 404
    other = caller("referral_desk", institution=county.second)
    assert [one["id"] for one in other("referrals?side=received").json()] == [str(second.id)]


def test_the_nearest_clock_comes_first(desk, county) -> None:
    routine = county.sent()
    urgent = county.sent(urgency="urgent")
    emergency = county.sent(urgency="emergency")
    found = [one["id"] for one in desk("referrals?side=received").json()]
    assert found == [str(one.id) for one in (emergency, urgent, routine)]
    assert [one["urgency"] for one in desk("referrals?urgency=urgent").json()] == ["urgent"]
    assert desk("referrals?side=sent").json() == []


def test_the_insurers_office_approves_over_the_api(caller) -> None:
    county = make_county("county-hospital")
    referral = county.sent()
    office = caller("insurer_office", region=county.centre.region)
    assert [one["state"] for one in office("referrals?side=to_approve").json()] == ["approval"]
    assert office("referrals").status_code == 404
    approved = office(f"referrals/{referral.id}/acts", {"act": "approve"})
    assert approved.json()["state"] == "submitted" and approved.json()["voucher_valid"]


def test_of_another_township_it_is_not_there(caller, county) -> None:
    referral = county.sent()
    stranger = caller("doctor", institution=county.second)
    assert stranger(f"referrals/{referral.id}").status_code == 404
    assert stranger(f"referrals/{referral.id}/acts", {"act": "accept"}).status_code == 404
    assert stranger("referrals/none").status_code == 404


def test_supervision_by_another_system(caller, county) -> None:
    """Rates with caps, a warning answered, a case drawn, judged in breach and put right by who referred."""
    referral, region = county.sent(), county.centre.region
    days = dict.fromkeys(("since", "until", "opened_on", "due_on"), DAY)
    warning = RateWarning.objects.create(
        institution=county.centre, referred=6, treated=10, rate=0.6, cap=0.5, state="over", **days
    )
    auditor, doctor = caller("auditor", region=region), caller("doctor", institution=county.centre)
    (rate,) = auditor("referral-rates").json()
    assert (rate["institution"], rate["referred"], rate["treated"]) == (str(county.centre.id), 1, 0)
    standing = auditor("referral-standing").json()
    assert standing["sent"]["up"] == 1 and [one["state"] for one in standing["open"]] == ["submitted"]
    assert [one["id"] for one in auditor("referral-warnings").json()] == [str(warning.id)]
    assert auditor(f"referral-warnings/{warning.id}/answer", {"answer": ""}).status_code == 422
    assert auditor(f"referral-warnings/{warning.id}/answer", {"answer": "已约谈"}).json()["answered_on"] == "2026-11-02"
    (case,) = auditor("referral-cases", {"since": "2026-11-01", "until": "2026-11-02"}).json()
    assert (case["referral"], case["verdict"]) == (str(referral.id), "")
    path, breach = f"referral-cases/{case['id']}", {"verdict": "breach", "faults": "缺检查结果"}
    assert auditor(f"{path}/verdict", breach).json()["code"] == "E_CASE_SANCTION"
    judged = breach | {"sanction": "timed_correction", "correct_by": "2026-11-09"}
    assert auditor(f"{path}/verdict", judged).json()["sanction"] == "timed_correction"
    assert doctor(f"{path}/verdict", judged).status_code == 404
    assert doctor(f"{path}/correction", {"correction": "已补充"}).json()["corrected_on"] == "2026-11-02"
    assert [one["id"] for one in auditor("referral-cases?verdict=breach").json()] == [case["id"]]
    assert auditor("referral-cases?verdict=none").json() == []


def test_guide_and_network_by_another_system(caller) -> None:
    county = make_county("county-hospital")
    bureau = caller("county_bureau", region=county.centre.region)
    guide = bureau("referral-guide").json()
    lines = {line["key"]: line for part in guide["parts"].values() for line in part}
    assert guide["region"] == county.centre.region_id and all(line["document"] for line in lines.values())
    partner = {"region": county.centre.region_id, "name": "省人民医院", "level": "province", "since": "2026-11-01"}
    assert bureau("referral-partners", partner).json() == bureau("referral-partners", partner).json()
    network = bureau("referral-network").json()
    assert [one["name"] for one in network["partners"]] == ["省人民医院"]
    assert bureau("referral-partners", partner | {"region": "999999"}).status_code == 404
