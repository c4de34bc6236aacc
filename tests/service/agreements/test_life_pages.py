"""An agreement rests, goes on and changes packages on its pages; its history stands beside it."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock

from .factories import agreement_of, make_resident, sign

pytestmark = pytest.mark.django_db


def address(name, agreement):
    return reverse(f"agreements:{name}", args=[agreement.id])


def test_an_agreement_is_suspended_and_resumed_on_its_pages_and_the_history_tells(doctor, village):
    agreement = sign(village, make_resident(), signed_on=clock.today()).agreements.get()
    today = clock.today().isoformat()
    kept = doctor.post(address("suspend", agreement), {"reason": "", "suspended_on": today, "note": "市医院住院"})
    assert kept.status_code == 422 and "市医院住院" in kept.content.decode()
    answers = {"reason": "in_hospital", "suspended_on": today, "note": "市医院住院"}
    assert doctor.post(address("suspend", agreement), answers).url == address("agreement", agreement)
    page = doctor.get(address("agreement", agreement)).content.decode()
    assert "市医院住院" in page and address("resume", agreement) in page
    again = doctor.post(address("suspend", agreement), answers)
    assert again.status_code == 422 and "不在有效状态" in again.content.decode()
    doctor.post(address("resume", agreement), {"resumed_on": today})
    agreement.refresh_from_db()
    assert agreement.state == "active"


def test_packages_are_changed_on_the_page_and_lead_to_the_new_agreement(doctor, village):
    resident, day = make_resident(), clock.today() - dt.timedelta(days=20)
    former = sign(village, resident, signed_on=day).agreements.get()
    page = doctor.get(address("change_packages", former)).content.decode()
    assert "（0.00 元/年）" in page or "（0 元/年）" in page
    answers = {"packages": ["basic"], "signed_on": clock.today().isoformat(), "channel": "workstation"}
    same = doctor.post(address("change_packages", former), answers)
    assert same.status_code == 422 and "没有变更" in same.content.decode()
    done = doctor.post(address("change_packages", former), answers | {"packages": ["basic", "primary"]})
    agreement = agreement_of(resident)
    assert done.url == address("agreement", agreement) and agreement.previous_id == former.id
    over = doctor.post(address("change_packages", former), answers | {"packages": ["basic", "elderly"]})
    assert over.status_code == 409
