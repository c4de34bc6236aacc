"""What the detectors count, subject by subject, and the cases behind. No viewer: the software looks by itself."""

import datetime as dt
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from jiayi.foundation.rulebook import value_on
from jiayi.foundation.rulebook.schema import Detector
from jiayi.insight.assurance.terms import CONCLUSIONS
from jiayi.registry.organization.selectors import NATIONAL

from .cases import CASES

WINDOW, KEPT = "assurance.window_days", "assurance.evidence_kept"
LIMITS = "hypertension.not_controlled_from"
# What was judged is not looked at again.
_FRESH = """
    CREATE TEMPORARY TABLE assurance_case ON COMMIT DROP AS
    WITH judged AS (
        SELECT practitioner_id, team_id, max(until_on) AS until_on FROM assurance_finding
        WHERE detector = %(detector)s AND state = ANY(%(conclusions)s) GROUP BY 1, 2
    )
    SELECT found.{subject}_id AS subject_id, found.* FROM ({cases}) AS found
    WHERE NOT EXISTS (
        SELECT 1 FROM judged WHERE judged.{subject}_id = found.{subject}_id AND judged.until_on >= found."on" {own}
    )
"""
_COUNTS = """
    SELECT subject_id, mode() WITHIN GROUP (ORDER BY team_id), count(*), count(*) FILTER (WHERE is_hit), min("on")
    FROM assurance_case GROUP BY subject_id HAVING bool_or(is_hit) ORDER BY subject_id
"""
_BUCKETS = """
    SELECT subject_id, bucket, count(*), count(*) FILTER (WHERE is_hit) FROM assurance_case
    WHERE bucket <> '' AND subject_id = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 2
"""
_EVIDENCE = """
    SELECT subject_id, kind, thing_id, resident_id, "on", "values" FROM (
        SELECT *, row_number() OVER (PARTITION BY subject_id ORDER BY "on" DESC, thing_id, "values"::text) AS place
        FROM assurance_case WHERE is_hit AND subject_id = ANY(%s)
    ) AS ranked WHERE place <= %s ORDER BY subject_id, "on" DESC, thing_id, "values"::text
"""


@dataclass(frozen=True, slots=True)
class Count:
    """Of one subject: the cases, those of the kind looked for, the first day, and the team where most of them are."""

    subject_id: UUID
    team_id: UUID | None
    total: int
    hits: int
    since_on: dt.date


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the kind looked for."""

    kind: str
    thing_id: UUID
    resident_id: UUID | None
    on: dt.date
    values: dict[str, Any]


@contextmanager
def cases_of(detector: Detector, on: dt.date) -> Iterator["Cases"]:
    """Lay out a detector's cases of the time up to `on`; inside a transaction."""
    own = "AND judged.practitioner_id IS NULL" if detector.subject == "team" else ""
    query = _FRESH.format(subject=detector.subject, cases=CASES[detector.detector](), own=own)
    values = _settings(detector, on) | {"detector": detector.detector, "conclusions": list(CONCLUSIONS)}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS assurance_case")
        cursor.execute(query, values)
        yield Cases(cursor, value_on(KEPT, on, [NATIONAL]))
        cursor.execute("DROP TABLE IF EXISTS assurance_case")


class Cases:
    """The cases laid out: counts, buckets and evidence by subject, one query each."""

    def __init__(self, cursor: Any, kept: int) -> None:
        self._cursor, self._kept = cursor, kept

    def counts(self) -> list[Count]:
        """Of every subject with a hit."""
        self._cursor.execute(_COUNTS)
        return [
            Count(subject, team, total, hits, since) for subject, team, total, hits, since in self._cursor.fetchall()
        ]

    def buckets(self, subjects: Collection[UUID]) -> dict[UUID, list[list[Any]]]:
        """[label, cases, hits] of each subject."""
        self._cursor.execute(_BUCKETS, [list(subjects)])
        found: dict[UUID, list[list[Any]]] = {}
        for subject, *row in self._cursor.fetchall():
            found.setdefault(subject, []).append(row)
        return found

    def evidence(self, subjects: Collection[UUID]) -> dict[UUID, list[Case]]:
        """The latest hits of each subject; several values of one record are one case."""
        self._cursor.execute(_EVIDENCE, [list(subjects), self._kept])
        found: dict[UUID, dict[tuple[str, UUID], Case]] = {}
        for subject, kind, thing, resident, on, values in self._cursor.fetchall():
            known = found.setdefault(subject, {}).setdefault((kind, thing), Case(kind, thing, resident, on, {}))
            known.values.update(values if isinstance(values, dict) else _loaded(values))
        return {subject: list(cases.values()) for subject, cases in found.items()}


def _loaded(values: str) -> dict[str, Any]:
    return dict(json.loads(values))


def _settings(detector: Detector, on: dt.date) -> dict[str, Any]:
    """What the query reads, by the national rulebook: a hit means the same in every region; the line may differ."""
    since = on - dt.timedelta(days=value_on(WINDOW, on, [NATIONAL]) - 1)
    found: dict[str, Any] = {"since": since, "until": on, "limits": Jsonb(value_on(LIMITS, on, [NATIONAL]))}
    for key in detector.settings:
        value = value_on(key, on, [NATIONAL])
        found[key.rpartition(".")[2]] = Jsonb(value) if isinstance(value, dict) else value
    return found
