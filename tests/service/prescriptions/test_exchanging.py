"""Designated pharmacies tell by files what they gave: taken under the laws of the counter, each line answered."""

import json
from uuid import uuid4

import pytest
from django.core.management import call_command

from jiayi.foundation.base import clock
from jiayi.service.prescriptions.models import Claim, DispensedItem, Dispensing, FormularyLine
from jiayi.service.prescriptions.services import Folder, take_insurers_answers, take_pharmacies_messages, tell_insurer

from .factories import DAY, NOON, dispensed, issue, make_patient, make_place, passed, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def line(order, **changes):
    lots = [{"drug": "amlodipine", "strength": "5mg", "lot": "R7", "expires_on": "2028-01-01"}]
    usual = {"code": order.code, "days": 28, "submission_id": str(uuid4()), "pharmacy": "康民大药房", "lots": lots}
    return usual | changes


def handed_in(tmp_path, *lines, name="a.json"):
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in" / name).write_text(json.dumps(list(lines)), "utf-8")


def taken(place, tmp_path):
    common = {"institution_id": place.institution.id, "on": DAY, "at": NOON}
    return take_pharmacies_messages(by=place.pharmacist, exchange=Folder(tmp_path), **common)


def answers(tmp_path, name="a.json"):
    return json.loads((tmp_path / "out" / name).read_text("utf-8"))


def test_what_a_pharmacy_gave_is_dispensed_from_its_own_lot_and_answered(place, tmp_path) -> None:
    order = passed(place, issue(place, make_patient(place)))
    handed_in(tmp_path, line(order))
    assert taken(place, tmp_path) == {"taken": 1, "refused": 0}
    given = Dispensing.objects.get()
    item = DispensedItem.objects.get()
    assert (given.way, given.days, given.carrier) == ("retail", 28, "康民大药房")
    assert (item.lot_number, item.lot_id, item.quantity) == ("R7", None, 28)
    assert answers(tmp_path) == [{"code": order.code, "taken": True}]
    assert not list((tmp_path / "in").iterdir()) and (tmp_path / "done" / "a.json").exists()


def test_the_same_line_twice_is_given_once(place, tmp_path) -> None:
    order = passed(place, issue(place, make_patient(place)))
    same = line(order)
    handed_in(tmp_path, same)
    taken(place, tmp_path)
    handed_in(tmp_path, same, name="b.json")
    assert taken(place, tmp_path)["taken"] == 1 and Dispensing.objects.count() == 1


def test_each_refused_line_says_why_and_holds_no_other_up(place, tmp_path) -> None:
    waiting = issue(place, make_patient(place))
    good = passed(place, issue(place, make_patient(place)))
    lines = [
        line(waiting),
        line(good, code="NOBODY"),
        line(good, days=29),
        line(good, lots=[]),
        line(good, days="many"),
        "nonsense",
        line(good),
    ]
    handed_in(tmp_path, *lines)
    assert taken(place, tmp_path) == {"taken": 1, "refused": 6}
    reasons = [one.get("reason") for one in answers(tmp_path)]
    assert reasons[:3] == ["E_NOT_PASSED", "E_NOT_FOUND", "E_MORE_THAN_REMAINS"]
    assert reasons[3:] == ["E_LOT_NEEDED", "E_MESSAGE", "E_NOT_FOUND", None]


def test_a_file_that_is_no_json_is_answered_and_moved(place, tmp_path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text("{", "utf-8")
    assert taken(place, tmp_path) == {"taken": 0, "refused": 1}
    assert answers(tmp_path)[0]["taken"] is False


def test_the_command_takes_a_folder(place, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    order = passed(place, issue(place, make_patient(place)))
    handed_in(tmp_path, line(order))
    call_command("take_pharmacies", tmp_path, institution=place.institution.id)
    assert json.loads(capsys.readouterr().out) == {"taken": 1, "refused": 0}


def test_the_insurer_is_told_once_of_what_was_given_and_its_answers_are_noted_and_acknowledged(place, tmp_path) -> None:
    stocked(place)
    FormularyLine.objects.create(
        region_id="420324", code="A1", name="氨氯地平", drug="amlodipine", form="tablet", strength="5mg", price_fen=12
    )
    given = [dispensed(place, passed(place, issue(place, make_patient(place)))) for _ in range(2)]
    tell = {"by": place.pharmacist, "institution_id": place.institution.id, "on": DAY, "at": NOON}
    folder = Folder(tmp_path)
    assert [tell_insurer(exchange=folder, **tell) for _ in range(2)] == [2, 0]
    [file] = (tmp_path / "out").glob("claims-*.json")
    lines = json.loads(file.read_text("utf-8"))
    assert {one["prescription"] for one in lines} == {one.prescription.code for one in given}
    assert [(one["amount_fen"], one["items"][0]["quantity"]) for one in lines] == [(336, 28)] * 2
    paid = {
        "claim": lines[0]["claim"],
        "paid": True,
        "number": "JS1",
        "pool_fen": 200,
        "account_fen": 100,
        "own_fen": 36,
    }
    refused = {"claim": lines[1]["claim"], "paid": False, "reason": "目录外"}
    handed_in(tmp_path, paid, refused, paid, paid | {"own_fen": 1}, {"claim": "x"})
    counts = take_insurers_answers(by=place.pharmacist, exchange=folder, on=DAY)
    assert counts == {"taken": 3, "refused": 2}
    assert set(Claim.objects.values_list("state", "pool_fen", "reason")) == {
        ("paid", 200, ""),
        ("refused", None, "目录外"),
    }
    assert [one.get("reason") for one in answers(tmp_path)[3:]] == ["E_ANSWERED", "E_MESSAGE"]
