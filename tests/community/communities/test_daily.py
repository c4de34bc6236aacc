"""Duties, food samples, medicine, incidents, frail children, the month."""

import datetime as dt
from decimal import Decimal

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


def test_while_an_infectious_disease_is_not_over_the_lamp_burns_every_day():
    garden = make_kindergarten()
    told = {"by": garden.by, "community_id": garden.community.id, "kind": "infection", "disease": "hand_foot_mouth"}
    made = services.report_incident(**told, happened_on=DAY, what="三名儿童皮疹", on=DAY)
    lamp = [one for one in selectors.duties_on(garden.community, DAY + ONE) if one.duty.code == "uv_lamp"]
    assert [(one.duty.parameter, one.since) for one in lamp] == [("kindergarten.epidemic_duties", DAY + ONE)]
    month = selectors.figures_of(garden.community, DAY, DAY + ONE)
    assert month["incidents"] == {"infection": 1}
    Incident.objects.filter(id=made.id).update(closed_on=DAY + ONE, handling="隔离", cause="班内接触", head_told_on=DAY)
    assert "uv_lamp" not in {one.duty.code for one in selectors.duties_on(garden.community, DAY + ONE)}


def test_a_menu_that_was_served_within_two_weeks_is_named_with_its_day():
    garden = make_kindergarten()
    asked = {"by": garden.by, "community_id": garden.community.id, "on": DAY, "meal": "lunch"}
    for ago, dishes in ((15, ["米饭", "番茄鸡蛋"]), (14, ["面条", "青菜"]), (1, ["米饭", "豆腐"])):
        services.enter_menu(**asked, day=DAY - ago * ONE, dishes=dishes)
    services.enter_menu(**asked, day=DAY, dishes=["青菜", " 面条", "面条"])
    services.enter_menu(**asked, day=DAY + ONE, dishes=["番茄鸡蛋", "米饭"])
    served = selectors.menus_of(garden.community, DAY, DAY + ONE, days=14)
    assert [(one.menu.dishes, one.repeats) for one in served] == [
        (["青菜", "面条"], DAY - 14 * ONE),
        (["番茄鸡蛋", "米饭"], None),
    ]
    assert services.enter_menu(**asked, day=DAY, dishes=[]) is None
    with pytest.raises(BadShape):
        services.enter_menu(**asked, day=DAY + 40 * ONE, dishes=["粥"])


def test_a_reckoned_week_stands_once_and_does_the_duty_of_its_month():
    garden = make_kindergarten()
    week = {"by": garden.by, "community_id": garden.community.id, "children": 60, "energy_kcal": 1210, "on": DAY}
    week |= {"protein_g": Decimal("42.5"), "fat_g": Decimal(38), "carbohydrate_g": Decimal("171.2")}
    for day in (DAY, DAY - ONE):
        made = services.enter_nutrition(**week, week_of=day)
    assert made.monday == DAY - 7 * ONE and selectors.nutrition_of(garden.community).count() == 2
    assert DoneDuty.objects.filter(duty="nutrition_calculation", done_on=DAY).exists()
    with pytest.raises(BadShape):
        services.enter_nutrition(**week, week_of=DAY + ONE)


def test_an_archived_report_keeps_its_figures():
    garden = make_kindergarten()
    month = {"by": garden.by, "community_id": garden.community.id, "since": DAY - ONE * 8, "until": DAY - ONE}
    with pytest.raises(LawBroken):
        services.archive_report(**month, on=DAY - ONE)
    services.keep_food_sample(by=garden.by, community_id=garden.community.id, meal="午餐", at=at(DAY - 3 * ONE))
    kept = services.archive_report(**month, on=DAY)
    services.keep_food_sample(by=garden.by, community_id=garden.community.id, meal="晚餐", at=at(DAY - 2 * ONE))
    again = services.archive_report(**month, on=DAY)
    assert again.pk == kept.pk and again.figures["samples"] == 1
    assert selectors.figures_of(garden.community, month["since"], month["until"])["samples"] == 2


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
