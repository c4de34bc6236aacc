"""Which facts are built: one file for each county and month, named by a manifest that is replaced in one step."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from jiayi.foundation.rulebook import rulebook

MANIFEST = "current.json"


@dataclass(frozen=True)
class Period:
    """The facts of a county in the calendar year up to a day; `digest` is that of its sorted rows."""

    county: str
    period: str  # YYYY-MM, the month of as_of
    as_of: date
    built_at: datetime
    rows: int
    digest: str
    file: str
    rulebook_version: str
    mark: dict[str, Any] = field(default_factory=dict)  # what the next building compares with (services.building)

    @property
    def path(self) -> Path:
        return facts_folder() / self.file

    @property
    def key(self) -> str:
        return f"{self.county}/{self.period}"


def facts_folder() -> Path:
    """Where facts lie."""
    return Path(settings.FACTS_ROOT)


def read_manifest() -> dict[str, Period]:
    """Every period that is built, by county and month."""
    try:
        entries = json.loads((facts_folder() / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return {entry["county"] + "/" + entry["period"]: _period(entry) for entry in entries}


def as_entry(period: Period) -> dict[str, Any]:
    """A period as the manifest holds it."""
    return asdict(period) | {"as_of": period.as_of.isoformat(), "built_at": period.built_at.isoformat()}


def periods_built(county: str) -> list[Period]:
    """The periods of a county, the earliest first."""
    return sorted((one for one in read_manifest().values() if one.county == county), key=lambda one: one.period)


def period_on(county: str, as_of: date) -> Period | None:
    """The facts as of this very day, or None."""
    found = read_manifest().get(f"{county}/{as_of:%Y-%m}")
    return found if found and found.as_of == as_of else None


def column_kinds() -> dict[str, str]:
    """What expressions may name: every described column, with its kind."""
    return {name: column.type for name, column in rulebook().fact_columns.items()}


def _period(entry: dict[str, Any]) -> Period:
    days = {
        "as_of": date.fromisoformat(entry["as_of"]),
        "built_at": datetime.fromisoformat(entry["built_at"]),
    }
    return Period(**(entry | days))
