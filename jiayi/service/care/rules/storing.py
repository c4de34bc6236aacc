"""Values of a form as they are kept (plain JSON) and as rules read them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jiayi.foundation.rulebook.schema import Form


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days as text, decimals as numbers: what JSON holds and decisions read."""
    return {code: plain_deep(value) for code, value in values.items()}


def plain_deep(value: Any) -> Any:
    """The same of maps and lists within."""
    if isinstance(value, Mapping):
        return {key: plain_deep(part) for key, part in value.items()}
    return [plain_deep(part) for part in value] if isinstance(value, list | tuple) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def typed(form: Form, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The kept values of a form with their days as days; what the form no longer has is left out."""
    return {
        code: dt.date.fromisoformat(value) if form.fields[code].type == "date" else value
        for code, value in kept.items()
        if code in form.fields
    }
