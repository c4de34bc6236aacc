"""What the page shows on which a package is composed: the services by kind, and the rulebook's word on them."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import selectors
from jiayi.service.agreements.decisions.packages import limit_key
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.terms import ItemKind, PackageAct, PackageContent, VersionState

from .rows import group_labels, word_of

if TYPE_CHECKING:
    from jiayi.service.agreements.forms import LinesForm


def line_options(region_code: str, on: dt.date) -> dict[str, Any]:
    """Which services can be limited by household, and the classes of benefits that the region's schemes name."""
    benefits = find_value("package.benefit_classes", on, organization.schemes_for(region_code, on))
    book = rulebook()
    return {
        "limited": [code for code in book.items if limit_key(code) in book.parameters],
        "benefits": [(code, word_of(code)) for code in (benefits.value if benefits else ())],
    }


def kinds_of(form: "LinesForm", region_code: str, on: dt.date) -> list[dict[str, Any]]:
    """The services under the eleven kinds of content, each with its fields."""
    classes = find_value("item.charge_class", on, organization.schemes_for(region_code, on))
    free = {code for codes in (classes.value if classes else {}).values() for code in codes}
    items = rulebook().items
    kinds = []
    for kind in ItemKind:
        rows = [_row(form, code, code in free) for code, item in items.items() if item.kind == kind.value]
        if rows:
            kinds.append({"label": kind.label(get_language() or ""), "rows": rows})
    return kinds


def _row(form: "LinesForm", code: str, is_free: bool) -> dict[str, Any]:
    item = rulebook().items[code]
    return {
        "code": code,
        "name": item.label(get_language() or ""),
        "frequency": item.frequency.label(get_language() or ""),
        "interval": item.interval_days,
        "groups": group_labels(item.groups),
        "is_free": is_free,
        "source": str(item.source),
        **{f"{kind}_field": field for kind, field in form.cells(code).items()},
    }


def check_of(content: PackageContent, region_code: str, on: dt.date) -> dict[str, Any]:
    """The decision on what is filled in, with the words of its classes."""
    outcome = selectors.judge_content(content, region_code, on)
    by_code = {"breaches": [], "warnings": []}
    for kind, found in by_code.items():
        found.extend(reason for reason in outcome["reasons"] if reason["code"] in outcome[kind])
    rest = [reason for reason in outcome["reasons"] if not any(reason in found for found in by_code.values())]
    return (
        outcome
        | by_code
        | {
            "charge_words": word_of(outcome["charge_class"]),
            "count": len(content.lines),
            "reasons": rest,
        }
    )


def return_reason(version: PackageVersion | None) -> str:
    """Why the bureau sent a version back, to be seen while it is mended."""
    if version is None or version.state != VersionState.RETURNED:
        return ""
    step = version.steps.filter(act=PackageAct.RETURNED).last()
    return step.reason if step else ""
