"""Duties, food samples, medicine, incidents, frail children, the month."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from jiayi.community.communities import selectors, services
from jiayi.community.communities.models import DoneDuty, FoodSample, FrailReview, GivenMedicine, Incident
from jiayi.community.communities.terms import CheckLine
from jiayi.foundation.base.errors import BadShape, LawBroken

from .factories import DAY, at, make_kindergarten

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
CHECKS = ["child_class", "child_name", "drug_name", "drug_dose", "drug_time", "drug_method", "drug_times"]


def test_monday_asks_for_the_lamp_and_new_disinfectant_tuesday_does_not():
    garden = make_kindergarten()
    monday = {one.duty.code for one in selectors.duties_on(garden.community, DAY)}
    tuesday = {one.duty.code for one in selectors.duties_on(garden.community, DAY + ONE)}
    assert {
        "uv_lamp",
        "new_disinfectant",
        "nap",
        "outdoor_time",
        "exercise_time",
        "equipment",
        "wash_bedding",
    } <= monday
    assert {
        "taste_first",
        "staff_training",
        "growth_measures",
        "vision_checks",
        "canteen_licence",
        "oral_care",
    } <= monday
    assert tuesday == monday - {"uv_lamp", "new_disinfectant"}


def test_without_the_scheme_nothing_is_asked_for():
    garden = make_kindergarten("village-centre")
    assert selectors.duties_on(garden.community, DAY) == []
    with pytest.raises(BadShape):
        services.do_duty(by=garden.by, community_id=garden.community.id, duty="nap", done_on=DAY, on=DAY)


def test_a_duty_is_done_once_a_day_and_taken_back():
    garden = make_kindergarten()
    asked = {"by": garden.by, "community_id": garden.community.id, "done_on": DAY}
    for _ in range(2):
        services.do_duty(**asked, duty="nap", on=DAY)
    with pytest.raises(BadShape, match="120"):
        services.do_duty(**asked, duty="outdoor_time", on=DAY)
    services.do_duty(**asked, duty="outdoor_time", on=DAY, minutes=125)
    assert set(DoneDuty.objects.values_list("duty", "minutes")) == {("nap", None), ("outdoor_time", 125)}
    services.undo_duty(**asked, duty="nap")
    assert not DoneDuty.objects.filter(duty="nap").exists()


def test_a_food_sample_is_kept_48_hours():
    garden = make_kindergarten()
    sample = services.keep_food_sample(by=garden.by, community_id=garden.community.id, meal="午餐", at=at(DAY, 4))
    assert sample.keep_until == at(DAY + 2 * ONE, 4)
    with pytest.raises(LawBroken):
        services.dispose_food_sample(by=garden.by, sample_id=sample.id, at=at(DAY + 2 * ONE, 3, 59))
    services.dispose_food_sample(by=garden.by, sample_id=sample.id, at=at(DAY + 2 * ONE, 4))
    with pytest.raises(IntegrityError), transaction.atomic():
        FoodSample.objects.update(disposed_at=at(DAY, 5))


def test_medicine_is_given_only_after_all_seven_checks():
    garden = make_kindergarten()
    child = garden.child()
    given = {"by": garden.by, "member_id": child.id, "drug": "小儿氨酚黄那敏颗粒", "dose": "半包", "method": "温水冲服"}
    given |= {"times": "1次", "entrusted_by": "童某", "at": at(DAY, 4)}
    with pytest.raises(LawBroken, match="7"):
        services.give_medicine(**given, checks=CHECKS[:-1])
    for _ in range(2):
        services.give_medicine(**given, checks=CHECKS)
    assert GivenMedicine.objects.count() == 1 and selectors.medicines_of(garden.community, DAY).count() == 1


def test_an_incident_is_closed_when_everything_is_said():
    garden = make_kindergarten()
    child = garden.child()
    made = services.report_incident(
        by=garden.by,
        community_id=garden.community.id,
        kind="injury",
        happened_on=DAY,
        what="滑梯边跌倒",
        on=DAY,
        member_id=child.id,
    )
    said = {"by": garden.by, "incident_id": made.id, "handling": "清创", "hospital": "", "on": DAY}
    with pytest.raises(BadShape):
        services.settle_incident(**said, head_told_on=DAY, cause="", closes=True)
    services.settle_incident(**said, head_told_on=DAY, cause="地垫破损，已更换", closes=True)
    assert Incident.objects.get().closed_on == DAY
    with pytest.raises(BadShape):
        services.report_incident(
            by=garden.by,
            community_id=garden.community.id,
            kind="infection",
            disease="plague",
            happened_on=DAY,
            what="",
            on=DAY,
        )


def test_a_frail_child_has_one_file_and_a_review_a_month():
    garden = make_kindergarten()
    child = garden.child()
    asked = {"by": garden.by, "member_id": child.id, "condition": "anaemia", "on": DAY}
    file = services.open_frail_file(**asked, plan="补铁，复查血常规")
    assert services.open_frail_file(**asked, plan="另一份").id == file.id
    for finding in ("108 g/L", "112 g/L"):
        services.review_frail_child(by=garden.by, file_id=file.id, finding=finding, plan="", on=DAY)
    assert FrailReview.objects.get().finding == "112 g/L"
    (listed,) = selectors.frail_files_of(garden.community)
    assert listed.last_review == DAY
    services.close_frail_file(by=garden.by, file_id=file.id, outcome="恢复正常", on=DAY)
    assert not selectors.frail_files_of(garden.community).exists()


def test_the_month_adds_up():
    garden = make_kindergarten()
    one, two = garden.child(), garden.child("戊五")
    garden.check(DAY, CheckLine(one.id), CheckLine(two.id, "absent", "illness"))
    garden.check(DAY + ONE, CheckLine(one.id, findings=("cough", "rash")), CheckLine(two.id))
    services.do_duty(by=garden.by, community_id=garden.community.id, duty="nap", done_on=DAY, on=DAY)
    found = selectors.month_of(garden.community, DAY.replace(day=1), on=DAY + ONE)
    assert (found["days"], found["present"], found["absent"], found["asked"]) == (2, 3, 1, 4)
    assert found["absences"] == {"illness": 1} and found["findings"] == {"cough": 1, "rash": 1}
    assert found["to_clinic"] == 1
    nap = next(duty for duty in found["duties"] if duty["code"] == "nap")
    assert (nap["due"], nap["done"]) == (2, 1)
