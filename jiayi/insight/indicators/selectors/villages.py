"""Which villages a page of a list must read: those that hold somebody by the snapshot, in order, until it is full.

A list of a whole county would otherwise work out a million residents to show fifty.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, Sum

from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.models import CoverageCell, OutcomeCell
from jiayi.insight.indicators.terms import Measure, Standing

from .coverage import snapshot_on
from .regions import TOWNSHIP_DIGITS, bounds, fact_parameters, region_rules

_NUMBERS = {
    Standing.SIGNED: F("signed"),
    Standing.REFUSED: F("refused"),
    Standing.UNSIGNED: F("residents") - F("refused") - F("signed"),
}


def page_parameters(region_code: str, on: date, holding: list[tuple[str, int]] | None, start: str, limit: int) -> dict:
    """What the facts of a page are asked with: the rules of the villages that it needs, beginning with `start`.

    `holding`: villages with how many they hold, by code; None where no snapshot tells, then all are read.
    """
    rules = region_rules(region_code, on)
    if holding is not None:
        wanted = _enough(holding, start, limit)
        rules = [rule for rule in rules if rule["region_code"] in wanted]
    return fact_parameters(region_code, on, rules)


def _enough(holding: list[tuple[str, int]], start: str, limit: int) -> set[str]:
    """Villages from the start on until they hold a page and the rest of the first one."""
    found: set[str] = set()
    held = 0
    for code, count in holding:
        if code < start or not count:
            continue
        found.add(code)
        held += count if code != start else 0
        if held >= limit:
            break
    return found


def holding_persons(
    region_code: str, on: date, population: str, standings: list[Standing], team_id: UUID | None = None
) -> list[tuple[str, int]] | None:
    """Villages by code with how many of a population stand so; None for a township, a village, or an uncounted day."""
    snapshot = snapshot_on(on) if len(region_code) < TOWNSHIP_DIGITS else None
    if snapshot is None:
        return None
    rows = CoverageCell.objects.filter(_within(region_code), snapshot=snapshot, population=population)
    if team_id:
        rows = rows.filter(team_id=team_id)
    number: Any = sum((_NUMBERS[one] for one in standings[1:]), start=_NUMBERS[standings[0]])
    return list(rows.order_by("region_id").values_list("region_id").annotate(number=Sum(number)))


def holding_due(
    region_code: str, on: date, measure: Measure, population: str, standing: str, reason: str, team_id: UUID | None
) -> list[tuple[str, int]] | None:
    """Villages by code with how many agreements came out so; None as above."""
    snapshot = snapshot_on(on) if len(region_code) < TOWNSHIP_DIGITS else None
    if snapshot is None:
        return None
    rows = OutcomeCell.objects.filter(
        _within(region_code), snapshot=snapshot, measure=measure, population=population, standing=standing
    )
    if reason:
        rows = rows.filter(reason=reason)
    if team_id:
        rows = rows.filter(team_id=team_id)
    return list(rows.order_by("region_id").values_list("region_id").annotate(number=Sum("count")))


def home_of(resident_id: UUID | None, on: date) -> str:
    """The village in which a resident lived on a day; "" for nobody."""
    return _one("home_of", {"resident": resident_id, "as_of": on}) if resident_id else ""


def region_of_agreement(agreement_id: UUID | None) -> str:
    """The village of an agreement; "" for none."""
    return _one("region_of_agreement", {"agreement": agreement_id}) if agreement_id else ""


def _one(name: str, parameters: dict[str, Any]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql(name), parameters)
        found = cursor.fetchone()
    return found[0] if found else ""


def _within(region_code: str) -> Q:
    first, last = bounds(region_code)
    return Q(region_id__gte=first, region_id__lt=last)
