"""Promised services under their kinds, in the reader's words."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import decide
from jiayi.service.agreements.terms import ItemKind

from .rows import word_of

_CONTENTS = {kind.value: kind for kind in ItemKind}


def under_kinds(
    items: Iterable[Mapping[str, Any]], on: dt.date, schemes: Collection[str], language: str | None = None
) -> list[dict[str, Any]]:
    """Each kind with the promised lines {item, quantity, zh, en} under it: {label, items: [{name, quantity}]}."""
    language = language or get_language() or ""
    lines = list(items)
    found = []
    for kind, codes in judged([line["item"] for line in lines], on, schemes)["kinds"].items():
        members = [line for code in codes for line in lines if line["item"] == code]
        found.append({"label": kind_label(kind, language), "items": [_named(line, language) for line in members]})
    return found


def kinds_by_item(items: Iterable[str], on: dt.date, schemes: Collection[str], language: str) -> dict[str, str]:
    """The kind of each service in words."""
    kinds = judged(list(items), on, schemes)["kinds"]
    return {code: kind_label(kind, language) for kind, codes in kinds.items() for code in codes}


def judged(items: list[str], on: dt.date, schemes: Collection[str]) -> dict[str, Any]:
    """agreements.service_kinds of these services."""
    return decide("agreements.service_kinds", on=on, schemes=tuple(schemes), facts={"items": items})


def kind_label(kind: str, language: str) -> str:
    """A kind that a scheme names, or one of the eleven contents of the national paper."""
    return _CONTENTS[kind].label(language) if kind in _CONTENTS else word_of(kind, language)


def _named(line: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {"name": line["en" if language.startswith("en") else "zh"], "quantity": line["quantity"]}
