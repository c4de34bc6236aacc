"""Rates, their gaps and price lists in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.rulebook import decide, find_value
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import InstitutionGrade, InstitutionLevel
from jiayi.service.insurance.decisions import DEDUCTIBLES, RATES
from jiayi.service.insurance.terms import VisitKind


def rate_rows(schemes: Sequence[str], on: dt.date) -> list[dict[str, Any]]:
    """A line for each level: share of the pool and deductible, by kind of visit; none where no scheme sets rates."""
    found, kept = find_value(RATES, on, list(schemes)), find_value(DEDUCTIBLES, on, list(schemes))
    if found is None:
        return []
    deductibles = kept.value if kept else {}
    return [
        {
            "level": label_of(InstitutionLevel, str(level)),
            "cells": [_cell(found.value, deductibles, str(kind), str(level)) for kind in VisitKind],
        }
        for level in InstitutionLevel
    ]


def gap_rows(schemes: Sequence[str], on: dt.date) -> list[dict[str, Any]]:
    """Of both kinds of visits how far primary institutions are ahead."""
    return [
        {
            "visit": label_of(VisitKind, str(kind)),
            **decide("insurance.rate_gap", on=on, schemes=list(schemes), facts={"visit": str(kind)}),
        }
        for kind in VisitKind
    ]


def price_rows(institutions: Sequence[Any], on: dt.date) -> list[dict[str, Any]]:
    """Each institution with its grade and the price list that it may charge."""
    stacks = {code: list(organization.schemes_for(code, on)) for code in {one.region_id for one in institutions}}
    return [_price_row(one, stacks[one.region_id], on) for one in institutions]


def _price_row(one: Any, schemes: list[str], on: dt.date) -> dict[str, Any]:
    said = decide("insurance.price_tier", on=on, schemes=schemes, facts={"level": one.level, "grade": one.grade})
    return {
        "id": one.id,
        "name": one.name,
        "level": label_of(InstitutionLevel, one.level),
        "grade": label_of(InstitutionGrade, one.grade) if one.grade else "",
        "tier": label_of(InstitutionLevel, said["tier"]),
        "is_county_price": said["tier"] != one.level,
        "reasons": said["reasons"],
    }


def _cell(rates: dict[str, Any], deductibles: dict[str, Any], kind: str, level: str) -> dict[str, str]:
    share, fen = rates.get(kind, {}).get(level), deductibles.get(kind, {}).get(level)
    return {
        "visit": label_of(VisitKind, kind),
        "share": "—" if share is None else f"{share:.0%}",
        "deductible": "—" if fen is None else yuan_text(fen),
    }
