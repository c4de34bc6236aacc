"""What a functional community and its team agree on, and how its members stand with family doctors."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.community.communities import selectors, services
from jiayi.community.communities.models import CommunityAgreement
from jiayi.community.communities.terms import AgreementPlan
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import COUNTY, make_signer, sign

from .factories import DAY, TOWNSHIP, make_kindergarten, make_resident

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=364)


@pytest.fixture
def firm():
    """A firm beside the kindergarten, with a member who signed and one who did not."""
    garden = make_kindergarten("shandong-2022")
    return garden, services.open_community(by=garden.by, plan=garden.plan(kind="enterprise", name="茶业公司"), on=DAY)


def signed(garden, firm, on=DAY, **fields) -> CommunityAgreement:
    usual = {
        "starts_on": on,
        "ends_on": on + YEAR,
        "services": ("community_check_up", "first_aid_training"),
        "rounds": "健康驿站，每月第一个周三",
        "represented_by": "钱经理",
    }
    plan = AgreementPlan(**(usual | fields))
    return services.sign_community_agreement(by=garden.by, community_id=firm.id, plan=plan, on=on)


def test_one_agreement_stands_on_a_day_and_the_next_begins_when_it_ends(firm):
    garden, unit = firm
    first = signed(garden, unit)
    with pytest.raises(LawBroken, match="B_COMMUNITY_AGREEMENT_THERE"):
        signed(garden, unit, starts_on=DAY + YEAR)
    ended = services.end_community_agreement(by=garden.by, agreement_id=first.id, reason="单位搬迁", on=DAY)
    again = services.end_community_agreement(by=garden.by, agreement_id=first.id, reason="又一次", on=DAY + YEAR)
    assert (ended.ended_on, again.end_reason) == (DAY, "单位搬迁")
    following = signed(garden, unit, starts_on=DAY + dt.timedelta(days=1))
    assert selectors.agreement_on(unit, DAY + dt.timedelta(days=9)) == following


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"services": ("astrology",)}, "E_COMMUNITY_SERVICES"),
        ({"services": ()}, "E_COMMUNITY_SERVICES"),
        ({"rounds": " "}, "E_COMMUNITY_ROUNDS"),
        ({"represented_by": ""}, "E_COMMUNITY_SIGNER"),
        ({"ends_on": DAY + 3 * YEAR + dt.timedelta(days=9)}, "E_COMMUNITY_TERM"),
        ({"starts_on": DAY + 2 * YEAR, "ends_on": DAY + 2 * YEAR}, "E_COMMUNITY_START"),
    ],
)
def test_an_agreement_that_does_not_fit_together_is_refused(firm, fields, code):
    with pytest.raises(BadShape) as refusal:
        signed(*firm, **fields)
    assert refusal.value.code == code


def test_members_are_counted_by_group_with_those_who_have_a_family_doctor(firm):
    garden, unit = firm
    for name, born in (("老沈", dt.date(1950, 1, 2)), ("小钱", dt.date(1990, 1, 2))):
        resident = make_resident(name=name, birth_date=born)
        services.add_member(
            by=garden.by, community_id=unit.id, resident_id=resident.id, role="member", since=DAY, on=DAY
        )
        if name == "老沈":
            sign(garden.team, resident, signed_on=DAY)
    reader = make_signer(TOWNSHIP, permissions=("community_read", "agreement_read", "resident_read"))
    numbers = selectors.numbers_of(reader, unit, on=DAY)
    assert (numbers.members, numbers.signed) == (2, 1) and ("elderly", 1, 1) in numbers.groups


def test_a_firm_signs_on_its_page_and_the_paper_is_in_two_copies(client, firm):
    garden, unit = firm
    today = clock.today()
    user = make_user(region_id=COUNTY, name="王丽萍")
    make_post(user=user, code="doctor", region=TOWNSHIP)
    client.force_login(user)
    url = reverse("communities:sign_agreement", args=[unit.id])
    body = {
        "represented_by": "钱经理",
        "rounds": "健康驿站，每月第一个周三",
        "starts_on": today.isoformat(),
        "ends_on": (today + YEAR).isoformat(),
        "services": ["timed_rounds", "health_data_analysis"],
    }
    assert client.post(url, body | {"services": []}).status_code == 422
    assert client.post(url, body).status_code == 302
    assert client.post(url, body).status_code == 409
    made = CommunityAgreement.objects.get()
    page = client.get(reverse("communities:community", args=[unit.id])).content.decode()
    assert "定时巡诊" in page and "生效中" in page and "成员 0 人" in page
    paper = client.get(reverse("communities:agreement_paper", args=[made.id]))
    text = "".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper.content)).pages).split())
    assert "甲方留存" in text and "乙方留存" in text and "茶业公司" in text and "健康数据分析" in text
    end = reverse("communities:end_agreement", args=[made.id])
    assert client.post(end, {"reason": ""}).status_code == 422
    client.post(end, {"reason": "单位搬迁"})
    assert "单位搬迁" in client.get(reverse("communities:community", args=[unit.id])).content.decode()
