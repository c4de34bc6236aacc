"""Audits in words: the samples of each month, one sample, one record, and the sheet for the field."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import FormField
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import AuditItem, AuditRound
from jiayi.insight.assurance.selectors.audits import audits
from jiayi.insight.assurance.terms import AuditResult, ItemState, Verdict
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .words import form_title, mode_title

ITEM_LOOKS = {
    ItemState.PENDING: ("orange", "clipboard-list"),
    ItemState.TO_CORRECT: ("red", "pencil-exclamation"),
    ItemState.CORRECTED: ("blue", "eye-check"),
    ItemState.CLOSED: ("green", "circle-check"),
}


def audit_list(viewer: Viewer, chosen_region: str) -> ListSpec:
    """Samples by month and place."""
    months = audits(viewer).order_by("-month").values_list("month", flat=True).distinct()
    named = [(month.isoformat(), f"{month:%Y-%m}") for month in dict.fromkeys(months)]
    places = organization.place_choices(viewer, permissions.AUDIT, chosen_region)
    return ListSpec(
        filters=(
            choice_filter("month", gettext_noop("月份"), named),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
        ),
        sorts=(
            Sort("month", gettext_noop("月份"), ("-month", "region_id", "id")),
            Sort("clinic", gettext_noop("村卫生室"), ("clinic__name", "-month", "id")),
        ),
    )


def audit_row(audited: AuditRound) -> dict[str, Any]:
    """A sample with how far it has come."""
    done = audited.number - audited.n_pending
    return {
        "id": audited.pk,
        "month": f"{audited.month:%Y-%m}",
        "clinic": audited.clinic.name,
        "institution": audited.institution.name,
        "records": audited.records,
        "number": audited.number,
        "done": done,
        "share": done / audited.number if audited.number else None,
        "open": audited.n_to_correct + audited.n_corrected,
        **{result.value: getattr(audited, f"n_{result}") for result in AuditResult},
        "drawn_on": audited.drawn_on,
        "drawn_by": audited.drawn_by_name,
    }


AUDIT_COLUMNS = [
    Column(title, lambda row, name=name: row[name], kind)
    for name, title, kind in (
        ("month", gettext_noop("月份"), "text"),
        ("clinic", gettext_noop("村卫生室"), "text"),
        ("institution", gettext_noop("审核机构"), "text"),
        ("records", gettext_noop("当月记录"), "quantity"),
        ("number", gettext_noop("样本"), "quantity"),
        ("done", gettext_noop("已审核"), "quantity"),
        ("consistent", gettext_noop("相符"), "quantity"),
        ("minor", gettext_noop("轻微不符"), "quantity"),
        ("serious", gettext_noop("严重不符"), "quantity"),
        ("forged", gettext_noop("虚假记录"), "quantity"),
        ("open", gettext_noop("待更正"), "quantity"),
    )
]


def item_list() -> ListSpec:
    """The records of a sample by state and result."""
    return ListSpec(
        filters=(
            choice_filter("state", gettext_noop("状态"), options_of(ItemState)),
            choice_filter("result", gettext_noop("审核结果"), options_of(AuditResult)),
        ),
        sorts=(Sort("position", gettext_noop("序号"), ("position", "id")),),
    )


def item_row(item: AuditItem) -> dict[str, Any]:
    """A record of the sample."""
    colour, icon = ITEM_LOOKS[ItemState(item.state)]
    return {
        "id": item.pk,
        "position": item.position,
        "name": item.resident.name,
        "village": item.region.name,
        "form": form_title(item.record.form),
        "on": item.record.visit_on,
        "mode": mode_title(item.record.mode),
        "worker": item.record.practitioner.name if item.record.practitioner else "",
        "state": label_of(ItemState, item.state),
        "colour": colour,
        "icon": icon,
        "result": label_of(AuditResult, item.result),
        "checked_by": item.checked_by_name,
        "checked_on": item.checked_on,
        "correct_by": item.correct_by,
        "corrected_on": item.corrected_on,
        "note": item.note,
    }


ITEM_COLUMNS = [
    Column(title, lambda row, name=name: row[name], "quantity" if name == "position" else "text")
    for name, title in (
        ("position", gettext_noop("序号")),
        ("name", gettext_noop("居民")),
        ("village", gettext_noop("村（社区）")),
        ("form", gettext_noop("记录表")),
        ("on", gettext_noop("服务日期")),
        ("mode", gettext_noop("服务方式")),
        ("worker", gettext_noop("服务人员")),
        ("state", gettext_noop("状态")),
        ("result", gettext_noop("审核结果")),
        ("checked_by", gettext_noop("审核人")),
        ("checked_on", gettext_noop("审核日期")),
        ("correct_by", gettext_noop("更正期限")),
        ("corrected_on", gettext_noop("更正日期")),
    )
]


def audited_fields(form: str, values: Mapping[str, Any]) -> dict[str, FormField]:
    """The fields of a record that hold something and were typed, in the order of the form."""
    found = rulebook().forms.get(form)
    fields = found.fields if found else {}
    return {code: one for code, one in fields.items() if code in values and not one.derived}


def field_rows(form: str, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Code, label and what was recorded."""
    language = get_language() or ""
    fields = audited_fields(form, values).items()
    return [(code, one.label(language), shown_value(one, values[code])) for code, one in fields]


def shown_value(field: FormField, value: Any) -> str:
    """A recorded value as people read it."""
    language = get_language() or ""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.chooses:
        codes = value if isinstance(value, list) else [value]
        return joined(field.choices[code].label(language) if code in field.choices else str(code) for code in codes)
    if field.unit and isinstance(value, int | float | Decimal):
        unit = rulebook().units.get(field.unit)
        return f"{value:g} {unit.en if language.startswith('en') and unit else unit.zh if unit else ''}".strip()
    return str(value)


def check_rows(item: AuditItem) -> list[dict[str, Any]]:
    """What the audit found of each field."""
    fields = rulebook().forms[item.record.form].fields
    language = get_language() or ""
    return [
        {
            "label": fields[one.field].label(language) if one.field in fields else one.field,
            "recorded": shown_value(fields[one.field], one.recorded) if one.field in fields else str(one.recorded),
            "verdict": label_of(Verdict, one.verdict),
            "is_faulty": one.verdict in (Verdict.DIFFERS, Verdict.MISSING),
            "found": one.found,
        }
        for one in item.checks.order_by("id")
    ]


def sheet_data(audited: AuditRound, items: list[AuditItem], values: Mapping[Any, Mapping[str, Any]]) -> dict[str, Any]:
    """The sheet for the field; Chinese, as it is signed."""
    return {
        "clinic": audited.clinic.name,
        "institution": audited.institution.name,
        "month": f"{audited.month:%Y年%m月}",  # data, not for translation
        "drawn": f"{audited.records} 份记录抽取 {audited.number} 份，种子 {audited.seed}",  # data, not for translation
        "items": [_sheet_item(item, values.get(item.pk, {})) for item in items],
    }


def _sheet_item(item: AuditItem, values: Mapping[str, Any]) -> dict[str, Any]:
    row = item_row(item)
    return {
        "title": f"{item.position}. {row['name']}　{row['village']}　{item.resident.address}",
        "what": f"{row['form']}　{row['on']}　{row['mode']}　{row['worker']}",
        "fields": [[label, recorded] for _code, label, recorded in field_rows(item.record.form, values)],
    }
