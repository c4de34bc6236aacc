"""The pages of agreements: signing in three steps, papers, lists, refusals, verification; each closed to others."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement, AgreementPaper, Refusal
from tests.registry.access.factories import signed_in
from tests.registry.people.factories import make_national_id

from .factories import TOWNSHIP, make_household, make_resident, sign

pytestmark = pytest.mark.django_db
ELSEWHERE = "420325100"
NUMBER = make_national_id()


@pytest.fixture
def doctor(client, village):
    return signed_in(client, "doctor", institution=village.team.institution)


def _answers(village, *residents, **changes):
    today = clock.today().isoformat()
    usual = {
        "unit": "person",
        "resident_ids": [str(one.id) for one in residents],
        "kind": "first",
        "document_shown": "identity_card",
        "signed_on": today,
        "channel": "workstation",
        "team_id": str(village.team.id),
        "party": "team",
        "packages": ["basic", "primary"],
    }
    return usual | changes


def _sign_url(resident):
    return reverse("agreements:sign", args=[resident.id])


def test_a_resident_is_signed_in_three_steps(doctor, village):
    resident = make_resident(number=NUMBER)
    assert doctor.get(_sign_url(resident)).status_code == 200
    confirmation = doctor.post(_sign_url(resident), _answers(village, resident, step="confirm"))
    assert "agreements/confirm.html" in [one.name for one in confirmation.templates]
    assert not Agreement.objects.exists(), "nothing is signed before it is confirmed"
    answer = doctor.post(_sign_url(resident), _answers(village, resident, step="sign"))
    agreement = Agreement.objects.get(resident=resident)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("agreements:paper", args=[agreement.paper_id])
    assert sorted(agreement.package_codes) == ["basic", "primary"]
    assert NUMBER not in doctor.get(answer["Location"]).content.decode()


def test_a_household_is_signed_on_one_paper(doctor, village):
    household = make_household(members=3)
    members = list(household.members.all())
    answers = _answers(village, *members, unit="household", document_shown="household_book", step="sign")
    assert doctor.post(_sign_url(members[0]), answers).status_code == 302
    assert AgreementPaper.objects.get().agreements.count() == 3


def test_a_second_signature_is_refused_with_its_reason_and_what_was_typed_stays(doctor, village):
    resident = make_resident()
    sign(village, resident)
    answer = doctor.post(_sign_url(resident), _answers(village, resident, step="sign", late_reason="停电补录"))
    assert answer.status_code == 409
    assert "B_ALREADY_SIGNED" in answer.content.decode()
    assert "停电补录" in answer.content.decode()
    assert Agreement.objects.count() == 1


def test_the_judgement_follows_what_is_filled_in(doctor, village):
    resident = make_resident()
    url = reverse("agreements:sign_preview", args=[resident.id])
    answer = doctor.post(url, _answers(village, resident), headers={"HX-Request": "true"})
    assert "60.00" in answer.content.decode(), "the price of the primary package"
    answer = doctor.post(url, _answers(village, resident, packages=[]), headers={"HX-Request": "true"})
    assert answer.status_code == 200


def test_the_paper_prints_both_copies_with_masked_numbers(doctor, village):
    resident = make_resident(name="沈建国", number=NUMBER)
    paper = sign(village, resident)
    answer = doctor.get(reverse("agreements:paper_pdf", args=[paper.id]))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    text = "\n".join(pages).replace(" ", "")
    assert text.count("甲方留存") >= 1 and text.count("乙方留存") >= 1
    assert paper.number in text and "沈建国" in text
    assert NUMBER not in text


def test_the_code_on_the_paper_verifies_it_without_signing_in_and_shows_no_whole_name(client, village):
    resident = make_resident(name="沈建国", number=NUMBER)
    paper = sign(village, resident)
    shown = client.get(reverse("agreements:verify", args=[paper.verification_code]))
    assert shown.status_code == 200
    words = shown.content.decode()
    assert paper.number in words and "沈**" in words
    assert "沈建国" not in words and NUMBER not in words
    assert client.get(reverse("agreements:verify", args=["0" * 32])).status_code == 404


def test_the_list_filters_and_is_taken_away_as_a_file(client, village):
    resident = make_resident(name="沈建国", number=NUMBER)
    sign(village, resident)
    bureau = signed_in(client, "county_bureau", region=TOWNSHIP[:6])
    url = reverse("agreements:list")
    assert "沈建国" in bureau.get(url, {"state": "active"}).content.decode()
    assert "沈建国" not in bureau.get(url, {"state": "void"}).content.decode()
    of_doctor = bureau.get(url, {"doctor": village.doctor.id}).content.decode()
    assert "沈建国" in of_doctor and f'value="{village.doctor.id}" selected' in of_doctor
    file = bureau.post(url, {"export": "all-csv"})
    body = b"".join(file.streaming_content).decode()
    assert "沈建国" in body and NUMBER not in body


def test_the_unsigned_are_listed_until_they_sign_or_refuse(doctor, village):
    first, second = make_resident(name="甲未签"), make_resident(name="乙未签")
    url = reverse("agreements:to_sign")
    shown = doctor.get(url).content.decode()
    assert "甲未签" in shown and "乙未签" in shown
    refusal = {"refused_on": clock.today().isoformat(), "reason": "no_need"}
    doctor.post(reverse("agreements:refuse", args=[first.id]), refusal)
    sign(village, second, signed_on=clock.today())
    shown = doctor.get(url).content.decode()
    assert "甲未签" not in shown and "乙未签" not in shown
    assert "甲未签" in doctor.get(url, {"standing": "refused"}).content.decode()
    assert "甲未签" in doctor.get(reverse("agreements:refusals")).content.decode()
    doctor.post(reverse("agreements:withdraw_refusal", args=[Refusal.objects.get().id]))
    assert "甲未签" in doctor.get(url).content.decode()


def _pages(paper, resident):
    return [
        reverse("agreements:sign", args=[resident.id]),
        reverse("agreements:paper", args=[paper.id]),
        reverse("agreements:paper_pdf", args=[paper.id]),
        reverse("agreements:agreement", args=[paper.agreements.get().id]),
        reverse("agreements:refuse", args=[resident.id]),
    ]


def test_another_township_finds_none_of_it(client, village):
    resident = make_resident()
    paper = sign(village, resident)
    from tests.registry.organization.factories import make_institution

    other = signed_in(client, "doctor", institution=make_institution(ELSEWHERE))
    for url in _pages(paper, resident):
        assert other.get(url).status_code == 404, url
    assert other.post(reverse("agreements:sign_preview", args=[resident.id])).status_code == 404
    assert resident.name not in other.get(reverse("agreements:list")).content.decode()


@pytest.mark.parametrize("post", ["system_admin", "security_admin", "audit_admin", "insurer", "partner"])
def test_posts_without_people_find_no_agreements(client, village, post):
    resident = make_resident()
    paper = sign(village, resident)
    viewer = signed_in(client, post, region=TOWNSHIP[:6])
    for url in [*_pages(paper, resident), reverse("agreements:list"), reverse("agreements:to_sign")]:
        assert viewer.get(url).status_code == 404, url


def test_a_visitor_is_asked_to_sign_in(client, village):
    resident = make_resident()
    paper = sign(village, resident)
    for url in [*_pages(paper, resident), reverse("agreements:list"), reverse("agreements:refusals")]:
        assert client.get(url).status_code == 302, url


def test_the_way_back_from_the_confirmation_keeps_every_answer(doctor, village):
    household = make_household(members=3)
    head, second, third = household.members.order_by("id")
    answers = _answers(village, head, third, unit="household", party="doctor", late_reason="停电补录", step="edit")
    page = doctor.post(_sign_url(head), answers)
    form = page.context["form"]
    assert "agreements/sign.html" in [one.name for one in page.templates] and not form.errors
    assert set(form["resident_ids"].value()) == {str(head.id), str(third.id)}
    assert [one["is_chosen"] for one in page.context["page"]["members"] if one["facts"].id == second.id] == [False]
    assert form["party"].value() == "doctor" and "停电补录" in page.content.decode()
    assert page.context["page"]["outcome"]["count"] == 2


def test_a_household_starts_with_everybody_who_may_and_will_sign(doctor, village):
    head, signed, refused = make_household(members=3).members.order_by("id")
    sign(village, signed, signed_on=clock.today())
    doctor.post(reverse("agreements:refuse", args=[refused.id]), {"refused_on": clock.today(), "reason": "cost"})
    page = doctor.get(_sign_url(head))
    assert [one["facts"].id for one in page.context["page"]["members"] if one["is_chosen"]] == [head.id]
    assert "已登记拒签" in page.content.decode()
    nobody = doctor.post(_sign_url(head), _answers(village, unit="household", step="confirm"))
    assert "请勾选签约的成员" in nobody.content.decode() and not Agreement.objects.filter(resident=head).exists()


def test_only_a_minors_paper_keeps_the_guardian_and_every_adult_of_the_household_may_be_one(doctor, village):
    parent, grown = make_household(members=2).members.order_by("id")
    child = make_resident(birth_date=clock.today().replace(year=clock.today().year - 9), household=parent.household)
    page = doctor.get(_sign_url(parent))
    offered = [value for value, _ in page.context["form"].fields["guardian_id"].choices]
    assert {str(parent.id), str(grown.id)} <= set(offered) and str(child.id) not in offered
    doctor.post(_sign_url(parent), _answers(village, parent, guardian_id=str(grown.id), step="sign"))
    doctor.post(_sign_url(child), _answers(village, child, guardian_id=str(parent.id), step="sign"))
    own, childs = Agreement.objects.get(resident=parent), Agreement.objects.get(resident=child)
    assert (own.paper.signer_id, own.guardian_id) == (parent.id, None)
    assert (childs.paper.signer_id, childs.guardian_id) == (parent.id, parent.id)


def test_packages_are_marked_for_those_who_sign_and_say_where_their_price_stands(doctor, village):
    old = make_resident(birth_date=clock.today().replace(year=clock.today().year - 70))
    young = make_resident(household=make_household(members=1))
    young.household.members.add(old)
    url = reverse("agreements:sign_preview", args=[young.id])

    def fitting(unit):
        answer = doctor.post(url, _answers(village, young, old, unit=unit), headers={"HX-Request": "true"})
        return {offer["code"] for offer in answer.context["page"]["offers"] if offer["is_meant_for"]}

    assert "elderly" in fitting("household") and "elderly" not in fitting("person")
    page = doctor.get(_sign_url(young))
    assert page.content.decode().count("价格依据") == len(page.context["page"]["offers"])
    assert all(offer["reasons"][0]["source"]["clause"] for offer in page.context["page"]["offers"])


def test_a_papers_page_and_print_derive_the_total_of_everybody_and_say_where_prices_stand(doctor, village):
    household = make_household(members=3)
    paper = sign(village, *household.members.all(), unit="household", packages=("basic", "primary"))
    shown = doctor.get(reverse("agreements:paper", args=[paper.id]))
    assert shown.context["total_fen"] == 3 * 6000
    assert "180.00" in shown.content.decode() and "价格依据" in shown.content.decode()
    printed = doctor.get(reverse("agreements:paper_pdf", args=[paper.id])).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages).replace(" ", "")
    assert "全部成员合计" in text and "180.00" in text and "监护人（签字）" not in text


def test_the_verification_says_when_a_paper_is_no_longer_in_force(client, village):
    paper = sign(village, make_resident())
    url = reverse("agreements:verify", args=[paper.verification_code])
    assert "现行有效" in client.get(url).content.decode()
    paper.agreements.update(state="terminated", ended_on=clock.today())
    assert "现已不再有效" in client.get(url).content.decode()
