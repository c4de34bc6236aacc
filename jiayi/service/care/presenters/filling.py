"""The page on which a record is filled in: sections of fields, last values beside them, what the decision says."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook.schema import GIVEN, Form, FormField, When
from jiayi.foundation.ui.wording import text_of
from jiayi.service.care.faults import told
from jiayi.service.care.models import Observation
from jiayi.service.care.rules import filling
from jiayi.service.care.rules.parting import Judged, Part
from jiayi.service.care.terms import Judgement, Source

from .values import unit_of, value_text

if TYPE_CHECKING:
    from jiayi.service.care.forms import RecordForm


def sections_of(
    form: "RecordForm",
    *,
    last: Mapping[str, Any],
    given: Mapping[str, Any],
    unusual: Collection[str] = (),
    measured: Mapping[str, Observation] | None = None,
    known: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """The form's sections: each field that this resident (`given`) is asked, its unit, last value, when it matters.

    `known`: what is known from elsewhere (presenters.known_fields), by field.
    """
    language = get_language() or ""
    sections = [
        {
            "title": section.label(language),
            "fields": [
                _field(form, code, one, last.get(code), code in unusual)
                | _today((measured or {}).get(code))
                | dict((known or {}).get(code, {}))
                for code, one in section.fields.items()
                if not one.derived and _is_asked(one, given)
            ],
        }
        for section in form.definition.sections
    ]
    return [section for section in sections if section["fields"]]


def measured_fields(form: Form, measured: Mapping[str, Observation]) -> dict[str, Observation]:
    """What was measured by the field of the form that asks for it."""
    return {
        code: measured[one.observation]
        for code, one in form.fields.items()
        if one.observation in measured and one.type in ("integer", "decimal") and not one.derived
    }


def measured_values(form: Form, measured: Mapping[str, Observation]) -> dict[str, int | float]:
    """The same as the inputs hold them."""
    return {
        code: int(row.number or 0)
        if form.fields[code].type == "integer"
        else round(float(row.number or 0), form.fields[code].digits)
        for code, row in measured_fields(form, measured).items()
    }


def _today(row: Observation | None) -> dict[str, Any]:
    """Where today's value comes from: the mark of the field, and the words beside it."""
    if row is None:
        return {}
    source = Source(row.source).label(get_language() or "")
    words = {"source": source, "time": timezone.localtime(row.at).strftime("%H:%M")}
    return {"measured_as": row.id, "measured": _("今日 %(time)s %(source)s测得") % words}


def _is_asked(one: FormField, given: Mapping[str, Any]) -> bool:
    """Whether the field may show for this resident at all; other fields' answers are for the page to watch."""
    when = one.shown_when
    return when is None or when.field not in GIVEN or when.holds(given.get(when.field))


def _field(form: "RecordForm", code: str, one: FormField, last: Any, is_unusual: bool) -> dict[str, Any]:
    return {
        "bound": form[code],
        "code": code,
        "unit": unit_of(one),
        "is_wide": one.type in ("choices", "long_text", "drugs", "rows"),
        "is_required": one.required,
        "condition": _condition(one.shown_when),
        "last": value_text(one, last),
        "fills": _filling(last) if one.copies else "",
        "fills_rows": json.dumps(last, ensure_ascii=False, default=str) if one.copies and _is_rows(last) else "",
        "is_unusual": is_unusual,
    }


def _condition(when: When | None) -> str:
    """As the page's script reads it: a field and the values for which it shows, or the bounds of its number."""
    if when is None or when.field in GIVEN:
        return ""
    if when.values:
        return f"{when.field}={','.join(_raw(value) for value in when.values)}"
    low, high = ("" if bound is None else f"{bound:g}" for bound in (when.at_least, when.at_most))
    return f"{when.field}={low}..{high}"


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _filling(value: Any) -> str:
    """The value as the inputs hold it; of rows nothing (`fills_rows` has them)."""
    if isinstance(value, list):
        return ",".join(value) if all(isinstance(one, str) for one in value) else ""
    return _raw(value) if value is not None else ""


def _raw(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def judgements_of(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """What the decisions say of each record that the values so far leave; fields by the names they are asked under."""
    language = get_language() or ""
    return [
        judgement_of(one.part, one.values, one.found)
        | {"title": one.part.form.label(language) if len(judged) > 1 else ""}
        for one in judged
    ]


def judgement_of(part: Part, values: Mapping[str, Any], found: Judgement) -> dict[str, Any]:
    """What the decisions say of the values so far: proposals to take over, advice, what is unusual, why."""
    language = get_language() or ""
    form = part.form
    shown = filling.unusual(form, values)
    proposals = [
        {
            "label": form.fields[code].label(language),
            "text": value_text(form.fields[code], value.isoformat() if isinstance(value, dt.date) else value),
            "code": part.names.get(code, code),
            "fills": value.isoformat() if isinstance(value, dt.date) else _filling(value),
            "can_be_taken": form.fields[code].derived is None,
        }
        for code, value in found.fills.items()
        if filling.is_filled(value)
    ]
    derived = [
        {"label": one.label(language), "text": value_text(one, values[code])}
        for code, one in form.fields.items()
        if one.derived and filling.is_filled(values.get(code))
    ]
    return {
        "is_urgent": found.is_urgent,
        "advice": advice_of(form, found),
        "proposals": proposals,
        "derived": derived,
        "unusual": [
            {"label": form.fields[fault.field].label(language), "text": text_of(told(fault))} for fault in shown
        ],
        "reasons": [reason for outcome in found.outcomes.values() for reason in outcome.get("reasons", [])],
    }


def advice_of(form: Form, found: Judgement) -> list[str]:
    """What to do, by the findings and the values of the outcomes."""
    language = get_language() or ""
    decided = [value for outcome in found.outcomes.values() for value in outcome.values() if isinstance(value, str)]
    codes = [*found.findings, *decided]
    return [form.advice[code].label(language) for code in dict.fromkeys(codes) if code in form.advice]
