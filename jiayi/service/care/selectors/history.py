"""What decisions came to at the visits of many residents, looked up at once for rows that are judged together."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.fields.json import KeyTransform

from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.care.terms import RecordState

Visit = tuple[dt.date, UUID, Mapping[str, Any]]


class Outcomes:
    """Answers as `last_outcome` does, records that are not saved yet included. One query a rule."""

    def __init__(self, resident_ids: Collection[UUID], rules: Collection[str]) -> None:
        self.rules = frozenset(rules)
        self.visits: dict[tuple[UUID, str], list[Visit]] = {}
        for rule in self.rules:
            for resident_id, *visit in _outcomes(resident_ids, rule):
                self.visits.setdefault((resident_id, rule), []).append(tuple(visit))

    def add(self, record: Record, outcomes: Mapping[str, Mapping[str, Any]]) -> None:
        """A record that is going to be saved with these outcomes."""
        for rule in self.rules & outcomes.keys():
            visit = (record.visit_on, record.id, outcomes[rule])
            self.visits.setdefault((record.resident_id, rule), []).append(visit)

    def last(
        self, resident_id: UUID, rule: str, *, before: dt.date, except_for: UUID | None = None
    ) -> Mapping[str, Any] | None:
        """What the rule came to at the last visit before the day."""
        found = [one for one in self.visits.get((resident_id, rule), ()) if one[0] < before and one[1] != except_for]
        return max(found, key=lambda one: one[:2])[2] if found else None


def _outcomes(resident_ids: Collection[UUID], rule: str) -> list[tuple[Any, ...]]:
    rows = RecordVersion.objects.filter(
        record__resident_id__in=resident_ids,
        record__state=RecordState.CURRENT,
        number=F("record__version"),
        outcomes__has_key=rule,
    )
    return list(
        rows.values_list("record__resident_id", "record__visit_on", "record_id", KeyTransform(rule, "outcomes"))
    )
