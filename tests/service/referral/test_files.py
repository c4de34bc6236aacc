"""Reports that go with a patient: kept once, seen by both sides, taken out by whom they are of."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.referral import services
from jiayi.service.referral.models import ReferralFile
from tests.registry.access.factories import make_post, make_user

from .factories import DAY, at, make_county, viewer

pytestmark = pytest.mark.django_db
REPORT = b"%PDF-1.7 potassium 4.1"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", at)


@pytest.fixture
def county():
    return make_county()


def keep(by, referral, content=REPORT, kind="laboratory"):
    return services.add_file(by=by, referral_id=referral.id, kind=kind, content=content, at=at(), file_name="血钾.pdf")


def signed_in(client, post="doctor", **place):
    user = make_user()
    make_post(user=user, code=post, **place)
    client.force_login(user)
    return client


def test_the_same_report_is_kept_once(county) -> None:
    referral, doctor = county.sent(), county.doctor
    assert keep(doctor, referral).id == keep(doctor, referral).id
    assert ReferralFile.objects.get().sha256 == hashlib.sha256(REPORT).hexdigest()
    with pytest.raises(BadShape):
        keep(doctor, referral, content=b"#!/bin/sh")
    with pytest.raises(BadShape):
        keep(doctor, referral, kind="poem")


def test_only_who_added_it_takes_it_out_and_an_ended_referral_keeps_its_files(county) -> None:
    referral, doctor = county.sent(), county.doctor
    kept = keep(doctor, referral)
    for somebody in (county.desk, viewer("referral_read", "referral_write")):
        with pytest.raises(NotVisible):
            services.remove_file(by=somebody, file_id=kept.id, at=at())
    services.reject(by=county.desk, referral_id=referral.id, reason="no_bed", on=DAY, at=at())
    with pytest.raises(LawBroken, match="已经结束"):
        services.remove_file(by=doctor, file_id=kept.id, at=at())


def test_the_desk_opens_what_the_doctor_attached(client, county) -> None:
    referral = county.sent()
    doctor = signed_in(client, institution=county.centre)
    page = reverse("referral:referral", args=[referral.id])
    upload = {"kind": "laboratory", "file": SimpleUploadedFile("血钾.pdf", REPORT, "application/pdf")}
    doctor.post(reverse("referral:add_file", args=[referral.id]), upload)
    assert "血钾.pdf" in doctor.get(page).content.decode()
    address = reverse("referral:file", args=[ReferralFile.objects.get().id])
    desk = signed_in(client, "referral_desk", institution=county.hospital)
    answer = desk.get(address)
    assert answer.content == REPORT and answer["Cache-Control"] == "no-store, private"
    assert signed_in(client, "referral_desk", institution=county.second).get(address).status_code == 404
    doctor = signed_in(client, institution=county.centre)  # another doctor of the same place: not theirs to take out
    assert doctor.post(reverse("referral:remove_file", args=[ReferralFile.objects.get().id])).status_code == 404
    nothing = doctor.post(reverse("referral:add_file", args=[referral.id]), {"kind": "laboratory"}, follow=True)
    assert "请选择要上传的文件" in nothing.content.decode()
