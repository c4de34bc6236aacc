"""The kinds of contract service: five where the report of 2017 is adopted, the eleven contents elsewhere (S1-08)."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.rulebook import find_value, rulebook
from tests.registry.access.factories import signed_in

from .factories import SIGNED_ON, make_resident, make_village, sign
from .test_pages import _answers


def test_every_service_of_the_rulebook_belongs_to_exactly_one_of_the_five():
    kinds = find_value("contract_service.kind_items", SIGNED_ON, ("national", "poverty-2017")).value
    named = find_value("contract_service.kinds", SIGNED_ON, ("national", "poverty-2017")).value
    members = [item for items in kinds.values() for item in items]
    assert list(kinds) == list(named) and len(named) == 5
    assert sorted(members) == sorted(rulebook().items)


@pytest.mark.django_db
def test_the_five_kinds_stand_on_the_confirmation_the_paper_and_its_print(client):
    village = make_village("poverty-2017")
    signed_in(client, "doctor", institution=village.team.institution)
    answers = _answers(village, one := make_resident(), packages=["basic", "primary"], step="confirm")
    shown = client.post(reverse("agreements:sign", args=[one.id]), answers)
    page = shown.content.decode()
    assert [kind["label"] for kind in shown.context["paper"]["kinds"]][:2] == ["基本医疗服务", "公共卫生服务"]
    assert "慢性病管理" in page and "中医干预" in page
    paper = sign(village, make_resident(), packages=("basic", "primary"))
    kept = client.get(reverse("agreements:paper", args=[paper.id])).content.decode()
    assert "健康咨询" in kept and "中医干预" in kept
    printed = client.get(reverse("agreements:paper_pdf", args=[paper.id])).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages).replace(" ", "")
    assert "服务种类" in text and "慢性病管理" in text


@pytest.mark.django_db
def test_where_no_scheme_names_kinds_services_stand_under_the_national_contents(client):
    village = make_village()
    signed_in(client, "doctor", institution=village.team.institution)
    paper = sign(village, make_resident(), packages=("basic", "primary"))
    shown = client.get(reverse("agreements:paper", args=[paper.id]))
    labels = [kind["label"] for package in shown.context["packages"] for kind in package["kinds"]]
    assert "公共卫生" in labels and "慢性病管理" not in labels
