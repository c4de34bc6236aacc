"""Photo, drawn signature and position beside a record: with consent, of the right kind, for who sees the record."""

import base64
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.care import services
from jiayi.service.care.models import Proof
from jiayi.service.care.terms import Position

from .factories import DAY, NOON, carer, hypertension, make_village, save
from .test_pages import signed_in
from .test_restricted import restricted_record

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
HERE = Position(Decimal("32.318000"), Decimal("109.715000"), 20)


@pytest.fixture(autouse=True)
def village(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return make_village()


@pytest.fixture
def record(village):
    return save(hypertension())


@pytest.fixture
def doctor(client, village):
    return signed_in(client, "doctor", institution=village.team.institution)


def add(record, kind="photo", *, by=None, **fields):
    usual = {"consented": True, "at": NOON} | ({"position": HERE} if kind == "position" else {"content": PNG})
    return services.add_proof(by=by or carer(), record_id=record.id, kind=kind, **(usual | fields))


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("photo", {"consented": False}, "E_PROOF_WITHOUT_CONSENT"),
        ("photo", {"content": b"%PDF-1.7"}, "E_PROOF_NO_PICTURE"),
        ("photo", {"content": b"GIF89a"}, "E_FILE_KIND"),
        ("photo", {"content": None}, "E_PROOF_EMPTY"),
        ("position", {"position": None}, "E_PROOF_EMPTY"),
        ("position", {"position": Position(Decimal(91), Decimal(0), 5)}, "E_PROOF_NO_PLACE"),
        ("video", {}, "E_PROOF_EMPTY"),
    ],
)
def test_what_is_not_kept(record, kind, fields, code) -> None:
    with pytest.raises(BadShape) as refusal:
        add(record, kind, **fields)
    assert refusal.value.code == code and not Proof.objects.exists()


def test_a_record_has_so_many_of_them_and_a_voided_one_gets_none(record) -> None:
    for _ in range(12):
        add(record, "position")
    with pytest.raises(LawBroken) as refusal:
        add(record)
    assert refusal.value.code == "E_PROOFS_TOO_MANY"
    services.void_record(by=carer(), record_id=record.id, note="录错", on=DAY, at=NOON)
    with pytest.raises(LawBroken):
        add(record)


def test_without_consent_and_off_the_earth_the_table_takes_nothing(record) -> None:
    for fields in ({"consented": False}, {"latitude": Decimal(95)}, {"attachment_id": record.id}):
        usual = {
            "record": record,
            "kind": "position",
            "latitude": 1,
            "longitude": 1,
            "consented": True,
            "taken_at": NOON,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Proof.objects.create(**({"taken_at": NOON} | usual | fields))


def test_a_photo_a_signature_and_a_position_are_kept_and_shown_on_the_page(doctor, record) -> None:
    page = reverse("care:proofs", args=[record.id])
    assert "已知道用途并同意" in doctor.get(page).content.decode()
    drawn = "data:image/png;base64," + base64.b64encode(PNG).decode()
    sent = {
        "photo": {"file": SimpleUploadedFile("现场.png", PNG), "note": "测血压"},
        "signature": {"signature": drawn},
        "position": {"latitude": "32.318", "longitude": "109.715", "accuracy": "20"},
    }
    for kind, data in sent.items():
        url = reverse("care:add_proof", args=[record.id, kind])
        assert doctor.post(url, data).status_code == 422
        if "file" in data:
            data["file"].seek(0)
        assert doctor.post(url, data | {"consented": "on"}).status_code == 302
    assert doctor.post(reverse("care:add_proof", args=[record.id, "photo"]), {"consented": "on"}).status_code == 422
    assert doctor.post(reverse("care:add_proof", args=[record.id, "video"])).status_code == 404
    text = doctor.get(reverse("care:record", args=[record.id])).content.decode()
    assert "测血压" in text and "北纬 32.31800，东经 109.71500，误差约 20 米" in text
    photo = Proof.objects.get(kind="photo")
    shown = doctor.get(reverse("care:proof_file", args=[record.id, photo.id]))
    assert (shown.content, shown["Content-Type"], shown["Cache-Control"]) == (PNG, "image/png", "no-store, private")
    assert Entry.objects.filter(act="care.read_proof").exists()


def test_a_file_belongs_to_its_record_alone(doctor, record) -> None:
    photo, place, other = add(record), add(record, "position"), save(hypertension(name="李四"))
    for record_id, proof in ((other.id, photo), (record.id, place)):
        assert doctor.get(reverse("care:proof_file", args=[record_id, proof.id])).status_code == 404


def test_what_is_beside_a_restricted_record_is_restricted_too(client, village) -> None:
    record = restricted_record("mental-follow-up")
    photo = add(record)
    nurse = signed_in(client, "nurse", institution=village.team.institution)
    for url in (
        reverse("care:proofs", args=[record.id]),
        reverse("care:proof_file", args=[record.id, photo.id]),
        reverse("care:record_pdf", args=[record.id]),
    ):
        assert nurse.get(url).status_code == 404
    with pytest.raises(NotVisible):
        add(record, by=carer(permissions=("resident_read", "record_read", "record_write")))
