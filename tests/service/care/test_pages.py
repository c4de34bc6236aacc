"""Pages of records and programmes: filled in, refused, corrected, read, taken away; the wrong person finds nothing."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.models import Draft, Record
from tests.registry.access.factories import make_post, make_user

from . import factories
from .factories import DAY, enrolment_of, hypertension, make_resident, make_village, pressure, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def village():
    return make_village()


def signed_in(client, post="doctor", **place):
    user = make_user()
    make_post(user=user, code=post, **place)
    client.force_login(user)
    return client


@pytest.fixture
def doctor(client, village):
    return signed_in(client, institution=village.team.institution)


def answers(**changes):
    usual = {"visit_on": DAY.isoformat(), "mode": "clinic", "submission_id": "6b6a2f9e-6a52-4d3c-8f3e-0a4a3c1f2d10"}
    return usual | pressure() | changes


def page_of(resident, form="hypertension-follow-up", name="new_record"):
    return reverse(f"care:{name}", args=[resident.id, form])


def test_a_follow_up_is_filled_in_and_read_back(doctor) -> None:
    resident = hypertension()
    assert doctor.get(page_of(resident)).status_code == 200
    sent = doctor.post(page_of(resident), answers(**{"drugs.0.name": "氨氯地平", "drugs.0.dose": "5mg"}))
    record = Record.objects.get()
    assert sent["Location"] == reverse("care:record", args=[record.id])
    text = doctor.get(sent["Location"]).content.decode()
    assert "控制满意" in text and "氨氯地平" in text and "依据" in text
    assert Entry.objects.filter(act="care.open_record").exists()


def test_sent_twice_it_is_one_record(doctor) -> None:
    resident = hypertension()
    first, second = (doctor.post(page_of(resident), answers()) for _ in range(2))
    assert first["Location"] == second["Location"] and Record.objects.count() == 1


def test_what_does_not_stand_comes_back_as_it_was_typed(doctor) -> None:
    sent = doctor.post(page_of(hypertension()), answers(systolic="301", note="按时服药"))
    text = sent.content.decode()
    assert sent.status_code == 422 and "50至300" in text and "按时服药" in text and 'value="301"' in text


def test_what_cannot_be_read_comes_back_too(doctor) -> None:
    sent = doctor.post(page_of(hypertension()), answers(systolic="一百三", mode="telepathy", visit_on="昨天"))
    assert sent.status_code == 422 and "一百三" in sent.content.decode() and not Record.objects.exists()


def test_an_unusual_value_is_asked_about_once(doctor) -> None:
    resident = hypertension()
    asked = doctor.post(page_of(resident), answers(heart_rate="48"))
    assert asked.status_code == 422
    assert '<input type="hidden" name="confirmed" value="heart_rate">' in asked.content.decode()
    assert doctor.post(page_of(resident), answers(heart_rate="48", confirmed="heart_rate")).status_code == 302


def test_an_urgent_finding_stops_the_page(doctor) -> None:
    resident = hypertension()
    stopped = doctor.post(page_of(resident), answers(systolic="188", diastolic="112"))
    assert stopped.status_code == 422 and "acts_on_urgent" in stopped.content.decode()
    sent = doctor.post(page_of(resident), answers(systolic="188", diastolic="112", acts_on_urgent="1"))
    text = doctor.get(sent["Location"]).content.decode()
    assert "紧急转诊" in text and "转诊回访" in text


def test_the_decision_speaks_while_one_types_and_what_is_typed_is_kept(doctor) -> None:
    resident = hypertension()
    told = doctor.post(page_of(resident, name="judge"), answers(systolic="152", note="打算复查"))
    assert "控制不满意" in told.content.decode()
    again = doctor.get(page_of(resident)).content.decode()
    assert "打算复查" in again and 'value="152"' in again
    assert doctor.post(page_of(resident, name="drop_draft")).status_code == 302
    assert not Draft.objects.exists()


def test_half_a_form_is_judged_without_an_error(doctor) -> None:
    told = doctor.post(page_of(hypertension(), name="judge"), {"visit_on": "", "systolic": "x"})
    assert told.status_code == 200


def test_a_saved_draft_is_gone(doctor) -> None:
    resident = hypertension()
    doctor.post(page_of(resident, name="judge"), answers())
    doctor.post(page_of(resident), answers())
    assert not Draft.objects.exists()


def test_the_last_visit_stands_beside_the_fields_and_what_was_taken_over_is_marked(doctor) -> None:
    resident = hypertension()
    save(resident, pressure(138, 88, salt="low"), visit_on=DAY.replace(month=8))
    text = doctor.get(page_of(resident)).content.decode()
    assert "138" in text and 'data-fill="salt"' in text and 'data-fill="systolic"' not in text
    doctor.post(page_of(resident), answers(salt="low", copied=["salt", "systolic_never_asked"]))
    assert Record.objects.get(visit_on=DAY).versions.get().copied == ["salt"]


def test_rows_are_taken_over_as_a_whole(doctor) -> None:
    resident = hypertension()
    drugs = [{"name": "氨氯地平", "times_per_day": 1, "dose": "5mg"}]
    save(resident, pressure(drugs=drugs), visit_on=DAY.replace(month=8))
    text = doctor.get(page_of(resident)).content.decode()
    assert "data-fill-rows=" in text and 'data-rows-of="drugs"' in text
    rows = {"drugs.0.name": "氨氯地平", "drugs.0.times_per_day": "1", "drugs.0.dose": "5mg"}
    sent = doctor.post(page_of(resident), answers(**rows, copied="drugs"))
    record = Record.objects.get(visit_on=DAY)
    assert record.versions.get().copied == ["drugs"]
    assert "沿用上次</span>" in doctor.get(sent["Location"]).content.decode()


def test_what_was_taken_over_and_then_changed_was_typed(doctor) -> None:
    resident = hypertension()
    save(resident, pressure(138, 88, salt="low"), visit_on=DAY.replace(month=8))
    doctor.post(page_of(resident), answers(salt="high", copied="salt"))
    assert Record.objects.get(visit_on=DAY).versions.get().copied == []


def test_a_correction_leaves_the_mark_of_what_it_does_not_change(doctor) -> None:
    resident = hypertension()
    save(resident, pressure(salt="low", smoking=2), visit_on=DAY.replace(month=8))
    doctor.post(page_of(resident), answers(salt="low", smoking="2", copied=["salt", "smoking"]))
    record = Record.objects.get(visit_on=DAY)
    changed = answers(version="1", correction_note="看错", salt="low", smoking="3")
    assert doctor.post(reverse("care:correct", args=[record.id]), changed).status_code == 302
    assert record.versions.get(number=2).copied == ["salt"]


def test_a_record_is_corrected_on_its_page(doctor) -> None:
    record = save(hypertension(), pressure(152, 84, next_visit_on=DAY + dt.timedelta(days=30)))
    url = reverse("care:correct", args=[record.id])
    shown = doctor.get(url)
    assert 'value="152"' in shown.content.decode()
    # what the decision filled in follows anew; what the doctor chose stays
    assert record.versions.get().values["classification"] and "classification" not in shown.context["form"].initial
    assert shown.context["form"].initial["next_visit_on"] == DAY + dt.timedelta(days=30)
    assert doctor.post(url, answers(version="1")).status_code == 422
    assert doctor.post(url, answers(version="1", correction_note="看错了读数", note="按时服药")).status_code == 302
    text = doctor.get(reverse("care:record", args=[record.id])).content.decode()
    assert "看错了读数" in text and "<del>152" in text
    assert record.versions.get(number=2).values["note"] == "按时服药"
    assert doctor.post(url, answers(version="1", correction_note="再改")).status_code == 409


def test_a_record_is_voided_on_its_page(doctor) -> None:
    record = save(hypertension())
    url = reverse("care:void", args=[record.id])
    assert doctor.get(url).status_code == 200
    assert doctor.post(url, {"note": ""}).status_code == 422
    assert doctor.post(url, {"note": "录错人"}).status_code == 302
    assert doctor.post(url, {"note": "录错人"}).status_code == 409
    assert "已作废" in doctor.get(reverse("care:record", args=[record.id])).content.decode()


def test_a_programme_page_takes_contacts_and_the_end(doctor) -> None:
    resident = hypertension()
    save(resident)
    enrolment = enrolment_of(resident)
    url = reverse("care:visit", args=[enrolment.id])
    assert "高血压患者随访" in doctor.get(url).content.decode()
    call = {"mode": "phone", "outcome": "not_reached", "attempted_on": DAY.isoformat()}
    for _ in range(3):
        assert doctor.post(reverse("care:attempt", args=[enrolment.id]), call).status_code == 302
    assert "失访" in doctor.get(url).content.decode()
    assert doctor.post(reverse("care:take_back", args=[enrolment.id])).status_code == 302
    bad = doctor.post(reverse("care:attempt", args=[enrolment.id]), call | {"outcome": "promised"})
    assert bad.status_code == 422
    end = {"reason": "refused", "closed_on": DAY.isoformat()}
    assert doctor.post(reverse("care:close", args=[enrolment.id]), end).status_code == 302
    assert doctor.post(reverse("care:close", args=[enrolment.id]), end).status_code == 409


def test_a_resident_is_taken_into_a_programme(doctor) -> None:
    resident = make_resident()
    url = reverse("care:enrol", args=[resident.id])
    assert doctor.get(url).status_code == 200
    asked = {"programme": "diabetes", "enrolled_on": DAY.isoformat()}
    assert doctor.post(url, asked).status_code == 302
    assert doctor.post(url, asked).status_code == 409


def test_the_lists_filter_and_leave_as_files(doctor) -> None:
    save(hypertension())
    for name, column in (("records", "记录表"), ("enrolments", "管理项目")):
        url = reverse(f"care:{name}")
        assert "张大山" in doctor.get(url).content.decode()
        assert (
            "张大山" not in doctor.get(url, {"state": "closed" if name == "enrolments" else "voided"}).content.decode()
        )
        sent = doctor.post(url, {"export": "all-xlsx"})
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(b"".join(sent.streaming_content)))
            .get_sheet_by_index(0)
            .to_python()
        )
        assert any(column in row for row in rows) and any("张大山" in row for row in rows)


def test_a_list_asks_as_much_for_many_as_for_few(doctor, django_assert_max_num_queries) -> None:
    for _ in range(12):
        save(hypertension())
    for name in ("records", "enrolments"):
        with django_assert_max_num_queries(16):
            assert doctor.get(reverse(f"care:{name}")).status_code == 200


@pytest.mark.parametrize("form", sorted(rulebook().forms))
def test_every_form_of_the_rulebook_shows_and_is_judged_empty(doctor, form) -> None:
    resident = hypertension()
    assert doctor.get(page_of(resident, form)).status_code == 200
    assert doctor.post(page_of(resident, form, "judge"), {"visit_on": DAY.isoformat()}).status_code == 200
    assert doctor.post(page_of(resident, form), {"visit_on": DAY.isoformat()}).status_code == 422


def test_restricted_records_are_not_there_for_a_nurse(client, village) -> None:
    nurse = signed_in(client, "nurse", institution=village.team.institution)
    resident = hypertension(groups=("mental_disorder",))
    enrolment = factories.services.enrol(
        by=factories.carer(), resident_id=resident.id, programme="mental_disorder", enrolled_on=DAY, on=DAY
    )
    for url in (page_of(resident, "mental-follow-up"), reverse("care:visit", args=[enrolment.id])):
        assert nurse.get(url).status_code == 404
    assert (
        "严重精神障碍患者管理"
        not in nurse.get(reverse("care:enrolments"), {"state": "active"}).content.decode().split('id="list"')[1]
    )


def test_a_residents_page_has_programmes_records_and_values_over_time(doctor) -> None:
    resident = hypertension()
    save(resident, pressure(148, 92), visit_on=DAY.replace(month=8))
    save(resident, pressure(138, 88))
    page = doctor.get(reverse("workstation:resident", args=[resident.id])).content.decode()
    part = reverse("care:of_resident", args=[resident.id])
    assert part in page
    text = doctor.get(part).content.decode()
    assert "高血压患者健康管理" in text and "trend-systolic" in text and "三高共管联合随访" in text


def test_what_does_not_matter_for_a_man_is_not_asked_of_him(doctor) -> None:
    asked = "pregnant_or_lactating"
    assert asked not in doctor.get(page_of(hypertension(sex="male"))).content.decode()
    assert asked in doctor.get(page_of(hypertension(sex="female"))).content.decode()
