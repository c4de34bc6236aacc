"""The formulary, its workbooks and how institutions match, in words."""

from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, text_of
from jiayi.service.prescriptions.faults import said
from jiayi.service.prescriptions.models import FormularyBatch, FormularyLine
from jiayi.service.prescriptions.selectors.catalogue import OWN
from jiayi.service.prescriptions.selectors.formulary import Match
from jiayi.service.prescriptions.terms import BatchStatus

from .wording import code_label

COLOURS = {
    BatchStatus.TRIED: ("orange", "clock"),
    BatchStatus.DONE: ("green", "circle-check"),
    BatchStatus.UNDONE: ("secondary", "arrow-back-up"),
}
FORMULARY_COLUMNS = (
    Column(gettext_noop("药品编码"), itemgetter("code")),
    Column(gettext_noop("药品"), itemgetter("name")),
    Column(gettext_noop("剂型"), itemgetter("form")),
    Column(gettext_noop("规格"), itemgetter("strength")),
    Column(gettext_noop("生产企业"), itemgetter("maker")),
    Column(gettext_noop("单价（元）"), itemgetter("price")),
    Column(gettext_noop("医保类别"), itemgetter("insurance")),
    Column(gettext_noop("基本药物"), itemgetter("essential")),
    Column(gettext_noop("长期处方"), itemgetter("long_term")),
    Column(gettext_noop("对应通用名"), itemgetter("generic")),
)
MATCH_COLUMNS = (
    Column(gettext_noop("机构"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("本机构品规数"), itemgetter("kept"), "quantity"),
    Column(gettext_noop("县级医院长期用药品种"), itemgetter("wanted"), "quantity"),
    Column(gettext_noop("相同品种"), itemgetter("shared"), "quantity"),
    Column(gettext_noop("匹配率"), itemgetter("percent")),
)


def formulary_list() -> ListSpec:
    """What the lines can be narrowed by."""
    language = get_language() or ""
    forms = [(code, one.label(language)) for code, one in rulebook().drug_forms.items()]
    return ListSpec(
        sorts=(Sort("name", gettext_noop("药品"), ("name", "strength", "id")),),
        filters=(
            choice_filter("form", gettext_noop("剂型"), forms),
            flag_filter("long_term", gettext_noop("长期处方"), lambda rows, _yes: rows.filter(is_long_term=True)),
            flag_filter("essential", gettext_noop("基本药物"), lambda rows, _yes: rows.filter(is_essential=True)),
            choice_filter(
                "known",
                gettext_noop("安全检查"),
                [("yes", _("已对应通用名")), ("no", _("未对应"))],
                apply=lambda rows, value: (
                    rows.filter(drug__startswith=OWN) if value == "no" else rows.exclude(drug__startswith=OWN)
                ),
            ),
        ),
    )


def line_row(one: FormularyLine) -> dict[str, Any]:
    """A line of the list and of a file."""
    language = get_language() or ""
    known = rulebook().drugs.get(one.drug)
    form = rulebook().drug_forms.get(one.form)
    return {
        "id": one.id,
        "code": one.code,
        "name": one.name,
        "form": form.label(language) if form else one.form,
        "strength": one.strength,
        "maker": one.maker,
        "price": f"{one.price_fen / 100:.2f}" if one.price_fen is not None else "",
        "insurance": one.insurance_class,
        "is_long_term": one.is_long_term,
        "is_essential": one.is_essential,
        "essential": _("是") if one.is_essential else "",
        "long_term": _("是") if one.is_long_term else "",
        "generic": known.label(language) if known else "",
        "control": "" if one.control == "none" else code_label(one.control),
        "is_kept": getattr(one, "is_kept", False),
    }


def batch_row(one: FormularyBatch) -> dict[str, Any]:
    """A workbook of the list, and what its page shows."""
    colour, icon = COLOURS[BatchStatus(one.status)]
    return {
        "id": one.id,
        "at": timezone.localtime(one.created_at),
        "file": one.file_name,
        "region": one.region.name,
        "by": one.started_by_name,
        "status": label_of(BatchStatus, one.status),
        "status_code": one.status,
        "colour": colour,
        "icon": icon,
        **one.counts,
    }


def rejected_rows(batch: FormularyBatch, most: int) -> list[dict[str, Any]]:
    """Rejected rows with their reasons."""
    return [
        {"number": number, "cells": "，".join(cells[:5]), "reasons": [_said(text) for text in texts]}
        for number, _codes, texts, cells in batch.rejects[:most]
    ]


def warned_rows(batch: FormularyBatch, most: int) -> list[dict[str, Any]]:
    """Rows that are taken, though something in them is not."""
    warned = [row for row in batch.rows if row.get("warnings")][:most]
    return [
        {
            "number": row["number"],
            "cells": f"{row['code']} {row['name']}",
            "reasons": [text_of(said(code, names=joined(row["unknown_places"]))) for code in row["warnings"]],
        }
        for row in warned
    ]


def match_row(one: Match, target: float | None) -> dict[str, Any]:
    """An institution against the hospital."""
    return {
        "id": one.institution.pk,
        "name": one.institution.name,
        "region": one.institution.region.name,
        "kept": one.kept,
        "wanted": one.wanted,
        "shared": one.shared,
        "percent": "" if one.rate is None else f"{100 * one.rate:.1f}%",
        "is_reached": one.rate is not None and target is not None and one.rate >= target,
        "is_known": one.rate is not None,
    }


def _said(text: dict[str, str]) -> str:
    return text_of({"text_zh": text["zh"], "text_en": text["en"]})
