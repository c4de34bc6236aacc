"""The stock of an institution."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter, flag_filter
from jiayi.foundation.ui.wording import label_of
from jiayi.service.prescriptions.models import StockLot, StockMovement
from jiayi.service.prescriptions.selectors.catalogue import drug_name
from jiayi.service.prescriptions.terms import MovementKind

from .wording import unit_label

SOON = dt.timedelta(days=90)  # within which a lot is shown as expiring
STOCK_COLUMNS = (
    Column(gettext_noop("药品"), itemgetter("drug")),
    Column(gettext_noop("规格"), itemgetter("strength")),
    Column(gettext_noop("批号"), itemgetter("number")),
    Column(gettext_noop("有效期"), lambda row: row["expires_on"].isoformat()),
    Column(gettext_noop("库存"), itemgetter("on_hand"), "quantity"),
    Column(gettext_noop("单位"), itemgetter("unit")),
)


def stock_list(on: dt.date) -> ListSpec:
    """What lots can be narrowed and sorted by."""
    language = get_language() or ""
    drugs = [(code, drug.label(language)) for code, drug in rulebook().drugs.items()]
    return ListSpec(
        sorts=(
            Sort("drug", gettext_noop("药品"), ("drug", "expires_on", "id")),
            Sort("expires_on", gettext_noop("有效期"), ("expires_on", "id")),
        ),
        filters=(
            choice_filter("drug", gettext_noop("药品"), drugs),
            flag_filter("there", gettext_noop("有库存"), lambda rows, _: rows.filter(on_hand__gt=0)),
            date_filter("expires_to", gettext_noop("有效期至"), "expires_on__lte"),
        ),
    )


def stock_row(lot: StockLot, *, on: dt.date) -> dict[str, Any]:
    """What a row shows."""
    language = get_language() or ""
    form = rulebook().drug_forms.get(lot.form)
    return {
        "id": lot.id,
        "drug": drug_name(lot.drug, language),
        "form": form.label(language) if form else lot.form,
        "strength": lot.strength,
        "number": lot.number,
        "expires_on": lot.expires_on,
        "on_hand": lot.on_hand,
        "unit": unit_label(lot.form),
        "is_expired": lot.expires_on < on,
        "expires_soon": on <= lot.expires_on <= on + SOON,
    }


def movement_rows(movements: list[StockMovement]) -> list[dict[str, Any]]:
    """What changed a lot, in words."""
    return [
        {
            "on": one.on,
            "kind": label_of(MovementKind, one.kind),
            "quantity": f"{one.quantity:+d}",
            "note": one.note,
            "by": one.by_name,
        }
        for one in movements
    ]
