"""My medicines: how to take them, how long they last, when the next part can be fetched."""

import datetime as dt
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.prescriptions import selectors as prescriptions
from jiayi.service.prescriptions.terms import Frequency, State

from .words import choice_label, day_words, language

SHOWN = (State.ACTIVE, State.HELD, State.AUDITING, State.QUERIED)


def medicines(viewer: Viewer, resident_id: Any, on: dt.date) -> list[dict[str, Any]]:
    """Orders that run, each with its items and what remains."""
    orders = [one for one in prescriptions.prescriptions_of(viewer, resident_id) if one.state in SHOWN]
    supplies = prescriptions.supplies_of(orders, on=on)
    return [_order(one, supplies[one.id], on) for one in orders]


def _order(order: Any, supply: Any, on: dt.date) -> dict[str, Any]:
    left = max((supply.runs_out_on - on).days, 0)
    is_active = order.state == State.ACTIVE
    return {
        "id": order.id,
        "state": choice_label(State, order.state),
        "is_active": is_active,
        "place": order.institution.name,
        "left": left,
        "runs_out_on": day_words(supply.runs_out_on),
        "opens_on": day_words(supply.opens_on),
        "is_open": is_active and supply.opens_on <= on and supply.remaining_days > 0,
        "has_more": is_active and supply.remaining_days > 0,
        "items": [
            {
                "name": prescriptions.drug_name(one.drug, language()) or one.name,
                "how": " ".join([choice_label(Frequency, one.frequency), one.strength]),
                "dose": f"{one.units_per_dose:g}",
            }
            for one in order.items.all()
        ],
    }
