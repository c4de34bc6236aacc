"""Set named fields of a row and say what changed, for the audit."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from jiayi.foundation.base.errors import BadShape

# What the audit names but does not repeat.
MASKED = {"phone", "licence_number", "hotline"}


def apply_changes(row: Model, fields: Mapping[str, Any], allowed: Iterable[str]) -> dict[str, Any]:
    """Set the fields on the row without saving; returns {field: [before, after]} of those that differ."""
    unknown = set(fields) - set(allowed)
    if unknown:
        raise BadShape("E_FIELD_UNKNOWN", ", ".join(sorted(unknown)))
    changes = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before == value:
            continue
        setattr(row, name, value)
        changes[name] = "***" if name in MASKED else [before, value]
    return changes
