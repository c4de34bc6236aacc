"""The morning check and what follows absences."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from jiayi.community.communities import selectors, services
from jiayi.community.communities.models import AbsenceStep, CheckEntry
from jiayi.community.communities.terms import CheckLine
from jiayi.foundation.base.errors import BadShape

from .factories import DAY, make_kindergarten

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)


def absent(member, reason="illness") -> CheckLine:
    return CheckLine(member.id, "absent", reason)


def test_a_check_says_of_each_child_what_is_done():
    garden = make_kindergarten()
    well, hot, spotted = (garden.child(name) for name in ("甲一", "乙二", "丙三"))
    check = garden.check(
        DAY,
        CheckLine(well.id),
        CheckLine(hot.id, temperature=Decimal("38.2")),
        CheckLine(spotted.id, findings=("palm_blister",)),
    )
    said = {entry.member_id: entry.disposal for entry in check.entries.all()}
    assert said == {well.id: "admitted", hot.id: "sent_home", spotted.id: "clinic"}
    assert not check.is_late
    (line,) = selectors.day_of(garden.community, DAY)
    assert (line["room"].children, line["check"].present, line["check"].ill) == (3, 3, 2)


def test_a_check_after_the_window_is_late_and_entered_anew_it_replaces():
    garden = make_kindergarten()
    child = garden.child()
    assert garden.check(DAY, CheckLine(child.id), hour=2).is_late  # ten in the morning
    garden.check(DAY, absent(child), hour=3)
    (entry,) = CheckEntry.objects.all()
    assert (entry.presence, entry.reason, entry.disposal) == ("absent", "illness", "")


def test_what_does_not_fit_is_refused_whole():
    garden = make_kindergarten()
    child, other = garden.child(), garden.child("丁四")
    with pytest.raises(BadShape, match="名单"):
        garden.check(DAY, CheckLine(child.id))
    with pytest.raises(BadShape, match="缺勤原因"):
        garden.check(DAY, CheckLine(child.id), CheckLine(other.id, "absent"))
    with pytest.raises(BadShape):
        services.enter_morning_check(
            by=garden.by,
            class_id=garden.room.id,
            day=DAY - 20 * ONE,
            lines=[CheckLine(child.id), CheckLine(other.id)],
            at=dt.datetime.combine(DAY, dt.time(0), dt.UTC),
        )
    assert not CheckEntry.objects.exists()


def test_the_table_refuses_an_absence_without_reason():
    garden = make_kindergarten()
    child = garden.child()
    check = garden.check(DAY, CheckLine(child.id))
    check.entries.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckEntry.objects.create(check_of=check, member=child, presence="absent")


def test_two_days_ask_for_a_call_five_for_the_head_and_each_is_done_once():
    garden = make_kindergarten()
    child = garden.child()
    days = [DAY + n * ONE for n in range(5)]
    garden.check(DAY, absent(child))
    assert selectors.absences_of(garden.community, DAY)[0].due == []
    garden.check(days[1], absent(child))
    (away,) = selectors.absences_of(garden.community, days[1])
    assert (away.days, away.since, away.due) == (2, DAY, ["contact_family"])
    for _ in range(2):
        services.take_absence_step(
            by=garden.by, member_id=child.id, action="contact_family", said="发热在家", on=days[1]
        )
    assert AbsenceStep.objects.count() == 1
    for day in days[2:]:
        garden.check(day, absent(child))
    (away,) = selectors.absences_of(garden.community, days[-1])
    assert (away.due, away.done) == (["notify_head"], ["contact_family"])


def test_a_child_that_comes_again_is_absent_no_more_and_a_new_absence_begins_anew():
    garden = make_kindergarten()
    child = garden.child()
    garden.check(DAY, absent(child))
    garden.check(DAY + ONE, CheckLine(child.id))
    assert selectors.absences_of(garden.community, DAY + ONE) == []
    with pytest.raises(BadShape):
        services.take_absence_step(by=garden.by, member_id=child.id, action="contact_family", said="", on=DAY + ONE)
    garden.check(DAY + 2 * ONE, absent(child, "family"))
    (away,) = selectors.absences_of(garden.community, DAY + 2 * ONE)
    assert (away.since, away.days, away.reason) == (DAY + 2 * ONE, 1, "family")


def test_absences_and_the_day_take_few_queries_however_many_children(django_assert_num_queries):
    garden = make_kindergarten()
    children = [garden.child(f"童{number}") for number in range(6)]
    garden.check(DAY, *(absent(child) for child in children))
    garden.check(DAY + ONE, *(absent(child) for child in children))
    selectors.absences_of(garden.community, DAY + ONE)
    with django_assert_num_queries(3):  # entries, steps, the place's schemes
        assert len(selectors.absences_of(garden.community, DAY + ONE)) == 6
    with django_assert_num_queries(2):
        selectors.day_of(garden.community, DAY)
