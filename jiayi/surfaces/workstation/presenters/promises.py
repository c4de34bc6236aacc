"""What an agreement promised this year and what is done of it, in short for the resident page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.service.agreements.terms import RUNNING
from jiayi.service.fulfilment import selectors as fulfilment
from jiayi.surfaces.workstation.permissions import FULFILMENT_READ


@dataclass(frozen=True)
class PromiseLine:
    """One item: how many of how many are done, how many are late."""

    label: str
    done: int
    quantity: int
    overdue: int


@dataclass(frozen=True)
class PromisePanel:
    """The year that runs, and whether the agreement is effective; what is asked for on demand is left to its page."""

    lines: list[PromiseLine]
    is_effective: bool


def promise_panel(viewer: Viewer, agreement: Any, on: date, language: str) -> PromisePanel | None:
    """None for agreements that do not run, and for those who may not see promises."""
    if agreement.state not in RUNNING or not viewer.can(FULFILMENT_READ):
        return None
    years = fulfilment.years_of(agreement, on)
    items = next((year.items for year in years if year.is_running), [])
    effective = fulfilment.effectiveness_of([agreement.id], on).get(agreement.id)
    return PromisePanel(
        lines=[
            PromiseLine(_label(one.item, language), one.done, one.quantity, one.overdue)
            for one in items
            if not one.is_on_demand
        ],
        is_effective=bool(effective and effective.is_effective),
    )


def _label(item: str, language: str) -> str:
    known = rulebook().items.get(item)
    return known.label(language) if known else item
