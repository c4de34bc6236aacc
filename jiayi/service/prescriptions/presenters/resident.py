"""A resident's medicines at a glance."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.selectors.supplies import Supply
from jiayi.service.prescriptions.terms import OPEN_STATES

from .dispensing import item_rows
from .lists import order_row

FORMER_SHOWN = 5


def resident_cards(
    orders: list[Prescription], supplies: Mapping[UUID, Supply], *, on: dt.date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Orders that go on, each with its items; and the latest of the others."""
    running = [one for one in orders if one.state in OPEN_STATES]
    former = [one for one in orders if one.state not in OPEN_STATES]
    cards = [
        order_row(one, on=on)
        | {"items": item_rows(supplies[one.id]), "remaining_days": supplies[one.id].remaining_days}
        for one in running
    ]
    return cards, [order_row(one, on=on) for one in former[:FORMER_SHOWN]]
