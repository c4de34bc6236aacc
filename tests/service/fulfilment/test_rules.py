"""Which items a record fulfils, which services count, and by when what is promised is due."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.core.dates import Period
from jiayi.foundation.rulebook.schema.services import Fulfilment
from jiayi.service.fulfilment.rules import Service, counted_services, items_fulfilled, next_due_on, owed_by

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
DAY = dt.date(2026, 3, 1)


def test_a_record_fulfils_where_its_form_way_and_fields_are_named():
    known = {
        "test": [Fulfilment(form="follow-up", fields=["glucose"])],
        "visit": [Fulfilment(form="follow-up", modes=["home"])],
    }
    assert items_fulfilled(known, form="follow-up", mode="home", fields={"glucose"}) == ["test", "visit"]
    assert items_fulfilled(known, form="follow-up", mode="phone", fields={"glucose", "pulse"}) == ["test"]
    assert items_fulfilled(known, form="another", mode="home", fields={"glucose"}) == []


def service(evidence: str, day: int = 0) -> Service:
    return Service(DAY + dt.timedelta(days=day), evidence, ("contact",))


def test_staff_entry_counts_up_to_its_share_the_earliest_first():
    verified, entered = [service("a"), service("b"), service("a"), service("b")], [service("c", 9), service("c", 1)]
    assert counted_services([*verified, *entered], 0.2) == [*verified, entered[1]]
    assert counted_services(entered, 0.2) == []
    assert counted_services(entered, 1) == sorted(entered, key=lambda one: one.on)


@given(st.lists(st.sampled_from("abc"), max_size=30), st.sampled_from([0.0, 0.1, 0.2, 0.5]))
def test_what_rests_on_staff_entry_is_never_more_than_its_share(grades, share):
    counted = counted_services([service(grade, number) for number, grade in enumerate(grades)], share)
    entered = sum(one.evidence == "c" for one in counted)
    assert entered <= share * len(counted) + 1e-6
    assert len(counted) - entered == sum(grade != "c" for grade in grades)


@pytest.mark.parametrize(
    ("on", "owed"),
    [(dt.date(2026, 4, 1), 0), (dt.date(2026, 4, 2), 1), (dt.date(2026, 12, 31), 4), (dt.date(2027, 1, 1), 4)],
)
def test_with_an_interval_one_is_owed_after_each(on, owed):
    assert owed_by(4, 90, YEAR, on) == owed


def test_without_an_interval_all_is_owed_after_the_year():
    assert owed_by(2, None, YEAR, dt.date(2026, 12, 31)) == 0
    assert owed_by(2, None, YEAR, dt.date(2027, 1, 1)) == 2


def test_the_next_is_due_an_interval_on_and_none_once_all_are_done():
    assert next_due_on(0, 4, 90, YEAR) == dt.date(2026, 4, 1)
    assert next_due_on(3, 4, 90, YEAR) == dt.date(2026, 12, 27)
    assert next_due_on(0, 1, None, YEAR) == YEAR.ends_on
    assert next_due_on(4, 4, 90, YEAR) is None
