"""Care over the API: devices post values, systems post records; once, within reach, refused by field."""

from uuid import uuid4

import pytest

from jiayi.foundation.base import clock
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.care.models import Observation, Record
from tests.registry.access.factories import make_post, make_user

from .factories import hypertension, make_village, pressure

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client):
    village = make_village()
    user = make_user()
    make_post(user=user, code="doctor", institution=village.team.institution)
    token = issue_token(by=viewer_of(user), label="设备网关", at=clock.now())

    def post(path, body, key=None):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    post.get = lambda path: client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
    return post


def reading(resident, **changes):
    usual = {"resident": str(resident.id), "code": "systolic", "value": 141, "unit": "mmhg"}
    return usual | {"at": "2026-01-02T08:00:00+08:00", "device": "BP-7"} | changes


def record_of(resident, **changes):
    usual = {"resident": str(resident.id), "form": "hypertension-follow-up", "visit_on": "2026-11-02", "mode": "clinic"}
    return usual | {"values": pressure()} | changes


def test_a_reading_is_kept_once(send) -> None:
    resident, key = hypertension(), str(uuid4())
    first, second = (send("observations", reading(resident), key) for _ in range(2))
    assert first.status_code == second.status_code == 201 and first.json() == second.json()
    kept = Observation.objects.get()
    assert (kept.number, kept.source, kept.device) == (141, "device", "BP-7")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "mood"}, "E_OBSERVATION_UNKNOWN"),
        ({"unit": "kpa"}, "E_UNIT_DIFFERS"),
        ({"value": 999}, "E_RANGE_VALUE"),
        ({"at": "2999-01-02T08:00:00+08:00"}, "E_OBSERVATION_IN_FUTURE"),
    ],
)
def test_an_impossible_reading_is_refused(send, changes, code) -> None:
    sent = send("observations", reading(hypertension(), **changes))
    assert (sent.status_code, sent.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    "changes", [{"at": "2026-01-02T08:00:00"}, {"value": "NaN"}, {"source": "record"}, {"extra": 1}, {"value": None}]
)
def test_a_reading_of_another_shape_is_refused(send, changes) -> None:
    assert send("observations", reading(hypertension(), **changes)).status_code == 422


def test_a_record_is_saved_judged_and_read_back(send) -> None:
    sent = send("records", record_of(hypertension(), confirmed_by_resident=True))
    assert sent.status_code == 201
    answer = sent.json()
    assert answer["outcomes"]["care.hypertension.classify"]["classification"] == "controlled"
    assert (answer["evidence"], answer["next_within_days"]) == ("b", 90)
    assert send.get(f"records/{answer['id']}").json() == answer
    assert send.get("records/nonsense").status_code == 404


def test_what_does_not_stand_is_named_by_field(send) -> None:
    resident = hypertension()
    for values, field in (
        (pressure(systolic=301), "systolic"),
        (pressure(systolic="high"), "systolic"),
        (pressure(shoe_size=42), "shoe_size"),
        (pressure(symptoms=["flying"]), "symptoms"),
        (pressure(drugs=["aspirin"]), "drugs"),
    ):
        sent = send("records", record_of(resident, values=values))
        assert sent.status_code == 422
        told = {breach["field"]: breach for breach in sent.json()["breaches"]}
        assert field in told
        assert values["systolic"] != "high" or told[field]["text_en"] == "Enter a whole number."
    assert not Record.objects.exists()


def test_an_urgent_finding_asks_to_act_first(send) -> None:
    resident = hypertension()
    body = record_of(resident, values=pressure(188, 112))
    assert send("records", body).json()["code"] == "E_FINDING_URGENT"
    assert send("records", body | {"acts_on_urgent": True}).json()["return_due_on"] == "2026-11-16"


def test_medicines_come_as_rows(send) -> None:
    drugs = [{"name": "氨氯地平", "times_per_day": 1, "dose": "5mg"}]
    sent = send("records", record_of(hypertension(), values=pressure(drugs=drugs, new_complication=False)))
    assert sent.json()["values"]["drugs"] == drugs
    assert sent.json()["values"]["new_complication"] is False


def test_a_form_tells_what_it_asks_for(send) -> None:
    told = send.get("forms/hypertension-follow-up").json()
    assert told["sections"][1]["fields"]["systolic"]["hard"] == [50, 300]
    assert send.get("forms/no-such-form").status_code == 404
