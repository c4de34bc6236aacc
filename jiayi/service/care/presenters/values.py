"""Values of a form in words."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form, FormField
from jiayi.service.care.rules.filling import is_filled
from jiayi.service.care.terms import Source


def value_text(one: FormField, value: Any) -> str:
    """A value as people say it, with its unit; nothing for an empty one."""
    language = get_language() or ""
    if not is_filled(value):
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if one.chooses:
        codes = value if isinstance(value, list) else [value]
        labels = [one.choices[code].label(language) if code in one.choices else str(code) for code in codes]
        return _("、").join(labels)
    if isinstance(value, list):
        return _("；").join(_row_text(one, row) for row in value)
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{text} {unit_of(one)}".strip()


def _row_text(one: FormField, row: Mapping[str, Any]) -> str:
    """A row in the order of its columns; of a medicine name, dose and how often."""
    if one.type == "drugs":
        times = row.get("times_per_day")
        cells = [row.get("name"), row.get("dose"), _("每日 %(n)s 次") % {"n": times} if times else ""]
    else:
        cells = [value_text(column, row.get(code)) for code, column in one.columns.items()]
    return " ".join(str(cell) for cell in cells if cell)


def _source_text(told: Mapping[str, str] | None) -> str:
    return " ".join((Source(told["source"]).label(get_language() or ""), told["at"][11:16])) if told else ""


def unit_of(one: FormField) -> str:
    return rulebook().units[one.unit].label(get_language() or "") if one.unit else ""


def filled_rows(
    form: Form,
    values: Mapping[str, Any],
    copied: Collection[str] = (),
    measured: Mapping[str, Mapping[str, str]] | None = None,
) -> list[dict[str, Any]]:
    """Section by section, the fields that hold something: label, text, code, whether copied, what measured it."""
    language = get_language() or ""
    sections = []
    for section in form.sections:
        rows = [
            {
                "code": code,
                "label": one.label(language),
                "text": value_text(one, values.get(code)),
                "is_copied": code in copied,
                "measured": _source_text((measured or {}).get(code)),
            }
            for code, one in section.fields.items()
            if is_filled(values.get(code))
        ]
        if rows:
            sections.append({"title": section.label(language), "rows": rows})
    return sections
