"""Somebody moves while a relation or a refusal is written: the row knows the new village, for the trigger's lock."""

import threading

import pytest
from django.db import transaction

from jiayi.registry.people.models import CareRelation, Resident
from jiayi.service.agreements.models import Refusal
from tests.races import at_once, function_without
from tests.registry.people.factories import make_region

from .factories import SIGNED_ON, VILLAGE, make_resident, make_village

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ELSEWHERE = f"{VILLAGE[:9]}229"


def relation_of(resident, team) -> CareRelation:
    return CareRelation.objects.create(
        resident=resident, place_kind="team", place_id=team.id, purpose="agreement", subject_id=team.id, since=SIGNED_ON
    )


def refusal_of(resident, team) -> Refusal:
    return Refusal.objects.create(resident=resident, refused_on=SIGNED_ON, reason="cost")


KEPT = pytest.mark.parametrize(
    ("write", "trigger"),
    [(relation_of, "people_region_of_relation"), (refusal_of, "agreements_region_of_refusal")],
)


def moved_while_written(write) -> tuple[str, str]:
    """The village that the row bears, and the one where the resident lives, after both at once."""
    make_region(ELSEWHERE)
    village, resident = make_village(), make_resident()
    is_written, has_moved = threading.Event(), threading.Event()

    def write_slowly() -> str:
        with transaction.atomic():
            row = write(resident, village.team)
            is_written.set()
            has_moved.wait(timeout=1)  # as long as a slow transaction takes to end
        return row

    def move() -> None:
        is_written.wait(timeout=10)
        Resident.objects.filter(id=resident.id).update(region_id=ELSEWHERE)
        has_moved.set()

    row, moved = at_once([write_slowly, move])
    assert moved is None
    row.refresh_from_db()
    resident.refresh_from_db()
    return getattr(row, "region_code", None) or row.region_id, resident.region_id


@KEPT
def test_who_moves_meanwhile_waits_and_takes_the_row_along(write, trigger):
    assert moved_while_written(write) == (ELSEWHERE, ELSEWHERE)


@KEPT
def test_without_the_lock_the_row_stays_in_the_village_that_was_left(write, trigger):
    with function_without(trigger, " FOR SHARE"):
        assert moved_while_written(write) == (VILLAGE, ELSEWHERE)
