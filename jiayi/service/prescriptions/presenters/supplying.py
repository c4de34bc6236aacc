"""What is short, and requests to the county, in words."""

from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.service.prescriptions.models import SupplyLine, SupplyRequest
from jiayi.service.prescriptions.selectors.catalogue import SEPARATOR, drug_name
from jiayi.service.prescriptions.selectors.supplying import Need
from jiayi.service.prescriptions.terms import SupplyState

from .wording import unit_label

COLOURS = {
    SupplyState.ASKED: ("orange", "inbox"),
    SupplyState.SENT: ("azure", "truck-delivery"),
    SupplyState.RECEIVED: ("green", "circle-check"),
    SupplyState.DECLINED: ("red", "ban"),
    SupplyState.CANCELLED: ("secondary", "circle-x"),
}
NEED_COLUMNS = (
    Column(gettext_noop("药品"), itemgetter("drug")),
    Column(gettext_noop("规格"), itemgetter("strength")),
    Column(gettext_noop("单位"), itemgetter("unit")),
    Column(gettext_noop("可用库存"), itemgetter("on_hand"), "quantity"),
    Column(gettext_noop("最低库存"), itemgetter("minimum"), "quantity"),
    Column(gettext_noop("近期用量"), itemgetter("used"), "quantity"),
    Column(gettext_noop("即将应发"), itemgetter("coming"), "quantity"),
    Column(gettext_noop("建议采购"), itemgetter("suggested"), "quantity"),
)
SUPPLY_COLUMNS = (
    Column(gettext_noop("申领日期"), lambda row: row["asked_on"].isoformat()),
    Column(gettext_noop("申领机构"), itemgetter("asker")),
    Column(gettext_noop("供应医院"), itemgetter("supplier")),
    Column(gettext_noop("药品"), itemgetter("drugs")),
    Column(gettext_noop("申领原因"), itemgetter("reason")),
    Column(gettext_noop("状态"), itemgetter("state")),
)


def need_row(one: Need) -> dict[str, Any]:
    """A line of the table of needs; `code` is the drug as forms name it."""
    language = get_language() or ""
    form = rulebook().drug_forms.get(one.form)
    return {
        "code": SEPARATOR.join((one.drug, one.form, one.strength)),
        "drug": drug_name(one.drug, language),
        "form": form.label(language) if form else one.form,
        "strength": one.strength,
        "unit": unit_label(one.form),
        "on_hand": one.on_hand,
        "minimum": one.minimum,
        "used": one.used,
        "coming": one.coming,
        "suggested": one.suggested,
        "is_below": one.on_hand < one.minimum,
        "is_out": one.on_hand == 0 and one.coming > 0,
    }


def supply_list() -> ListSpec:
    """What requests can be narrowed and sorted by."""
    return ListSpec(
        sorts=(Sort("-asked_on", gettext_noop("最近申领在前"), ("-asked_on", "-id")),),
        filters=(choice_filter("state", gettext_noop("状态"), options_of(SupplyState)),),
    )


def supply_row(one: SupplyRequest) -> dict[str, Any]:
    """A line of the list; lines are loaded with the request."""
    colour, icon = COLOURS[SupplyState(one.state)]
    return {
        "id": one.id,
        "asked_on": one.asked_on,
        "asker": one.from_institution.name,
        "supplier": one.to_institution.name,
        "drugs": "；".join(line_label(line) for line in one.lines.all()),
        "reason": one.reason,
        "state": label_of(SupplyState, one.state),
        "colour": colour,
        "icon": icon,
    }


def supply_page(one: SupplyRequest) -> dict[str, Any]:
    """Everything of one request."""
    language = get_language() or ""
    return supply_row(one) | {
        "state_code": one.state,
        "note": one.note,
        "by": one.asked_by_name,
        "answered": (one.answered_on, one.answered_by_name),
        "received": (one.received_on, one.received_by_name),
        "lines": [
            {
                "label": f"{drug_name(line.drug, language)} {line.strength}",
                "unit": unit_label(line.form),
                "quantity": line.quantity,
                "sent": sum(part.quantity for part in line.parts.all()),
                "lots": [bracketed(part.lot_number, part.expires_on.isoformat()) for part in line.parts.all()],
            }
            for line in one.lines.all()
        ],
    }


def line_label(line: SupplyLine) -> str:
    """Amlodipine 5mg × 280."""
    return f"{drug_name(line.drug, get_language() or '')} {line.strength} × {line.quantity}"
