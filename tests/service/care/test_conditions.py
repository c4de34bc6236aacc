"""Fields that only some residents are asked, and what a form tells by itself."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.models import RecordVersion
from jiayi.service.care.rules import filling, judging
from tests.registry.access.factories import make_post, make_user

from .factories import DAY, hypertension, make_resident, make_village, pressure, save

BIRTH = dt.date(1996, 5, 6)


@pytest.mark.django_db
def test_high_pressure_in_pregnancy_is_urgent() -> None:
    make_village()
    woman = hypertension(name="李小梅", sex="female", birth_date=BIRTH)
    expecting = pressure(145, 84, pregnant_or_lactating=True)
    with pytest.raises(BadShape):
        save(woman, expecting)
    record = save(woman, expecting, acts_on_urgent=True)
    assert record.versions.get().outcomes["care.hypertension.classify"]["referral"] == "urgent"


@pytest.mark.django_db
def test_what_only_women_are_asked_is_not_kept_of_a_man() -> None:
    make_village()
    save(hypertension(), pressure(145, 84, pregnant_or_lactating=True))
    version = RecordVersion.objects.get()
    assert "pregnant_or_lactating" not in version.values
    assert version.outcomes["care.hypertension.classify"]["referral"] == "none"


@pytest.mark.django_db
@pytest.mark.parametrize(("sex", "is_asked"), [("female", True), ("male", False)])
def test_the_page_asks_only_women_about_pregnancy(client, monkeypatch, sex: str, is_asked: bool) -> None:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    village = make_village()
    user = make_user()
    make_post(user=user, code="doctor", institution=village.team.institution)
    client.force_login(user)
    resident = hypertension(sex=sex, birth_date=BIRTH)
    page = client.get(reverse("care:new_record", args=[resident.id, "hypertension-follow-up"])).content.decode()
    assert ('name="pregnant_or_lactating"' in page) == is_asked


@pytest.mark.django_db
def test_a_form_of_two_programmes_without_a_decision_is_a_visit_of_the_one_that_fits() -> None:
    make_village()
    values = {
        "kind": "lonely",
        "lives_with": "alone_contact",
        "self_care": "full",
        "main_problems": "高血压",
        "mood_low": False,
        "education": "防跌倒",
        "next_visit_on": DAY + dt.timedelta(days=300),
    }
    record = save(make_resident(groups=("lonely_elderly",)), values, form="special-family-follow-up", mode="home")
    assert record.programmes == ["lonely_elderly"]


def test_a_finding_rests_on_what_the_decision_filled_in_too() -> None:
    form = rulebook().forms["child-visit"]
    outcomes = {"care.child.growth": {"findings": ["stunted"]}}
    assert "advised" in judging.judgement(form, {}, outcomes, visit_on=DAY).findings
    typed = {"growth_findings": ["overweight"]}
    assert "advised" not in judging.judgement(form, typed, outcomes, visit_on=DAY).findings


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"vaccine": "bcg", "dose": 1, "given_on": DAY}, None),
        ({"vaccine": "bcg", "dose": 1}, "E_ROW_LACKS"),
        ({"vaccine": "bcg", "dose": 99, "given_on": DAY}, "E_ROW_WRONG"),
        ({"vaccine": "bcg", "dose": 1, "given_on": DAY + dt.timedelta(days=1)}, "E_ROW_WRONG"),
    ],
)
def test_a_row_is_judged_column_by_column(row: dict, code: str | None) -> None:
    values = {"checked_from": "certificate", "status": "complete", "doses": [row]}
    found = filling.faults(rulebook().forms["vaccination-status"], values, visit_on=DAY, today=DAY)
    assert [fault.code for fault in found] == ([code] if code else [])


def test_what_must_be_above_another_names_it() -> None:
    form = rulebook().forms["hypertension-follow-up"]
    values = {"systolic": 80, "diastolic": 90}
    found = filling.faults(form, values, visit_on=DAY, today=DAY)
    assert {"other": "舒张压", "other_en": "Diastolic pressure"} in [fault.words for fault in found]


@pytest.mark.django_db
def test_a_yes_stands_when_the_record_is_corrected(client, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    village = make_village()
    user = make_user()
    make_post(user=user, code="doctor", institution=village.team.institution)
    client.force_login(user)
    record = save(hypertension(), pressure(132, 84, adverse_reaction=True, adverse_reaction_note="咳嗽"))
    page = client.get(reverse("care:correct", args=[record.id])).content.decode()
    inputs = re.findall(r'<input[^>]*name="adverse_reaction"[^>]*>', page)
    assert [("checked" in one) for one in inputs] == [True, False]
