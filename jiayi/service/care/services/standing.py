"""What a version of a record brings about: the next visit, tasks, word to the rooms above."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.events import RecordSaved
from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.care.rules import judging, storing
from jiayi.service.care.rules.parting import Judged
from jiayi.service.care.terms import RecordRequest

from .planning import follow_plan
from .restating import restate_record
from .scheduling import reschedule_resident


@dataclass(frozen=True, slots=True)
class Version:
    """Who enters a version when, what they asked, and by which schemes it is judged."""

    asked: RecordRequest
    schemes: tuple[str, ...]
    confirmed: frozenset[str]
    by: Viewer
    at: dt.datetime
    on: dt.date


def let_stand(record: Record, one: Judged, version: Version) -> None:
    """Add the version that counts from now on, with everything that follows from it but the values over time."""
    kept = storing.plain(one.values)
    asked, own = version.asked, one.part.own
    RecordVersion.objects.create(
        record=record,
        number=record.version,
        values=kept,
        outcomes=storing.plain_deep(judging.concluded(one.part.form, one.found.outcomes, one.values)),
        copied=[code for code in own(asked.copied) if code in kept] + _still_copied(record, kept),
        measured={code: dict(told) for code, told in one.measured.items()},
        confirmed=sorted(kept.keys() & set(own(version.confirmed))),
        schemes=list(version.schemes),
        rulebook_version=rulebook().version,
        note=asked.note,
        entered_by=version.by.actor_id,
        entered_by_name=version.by.actor_name[:60],
        entered_at=version.at,
    )
    follow_record(record, on=version.on, outcome="recorded")
    events.publish(
        RecordSaved(
            record_id=record.id,
            version=record.version,
            resident_id=record.resident_id,
            form=record.form,
            on=record.visit_on,
            mode=record.mode,
            evidence=record.evidence,
            fields=frozenset(kept),
            team_id=record.team_id,
            visit_id=record.visit_id,
        )
    )


def _still_copied(record: Record, kept: Mapping[str, Any]) -> list[str]:
    """Fields of the version before that were copied and that a correction leaves as they are."""
    before = record.versions.filter(number=record.version - 1).first() if record.version > 1 else None
    return [code for code in before.copied if before.values.get(code) == kept.get(code)] if before else []


def follow_record(record: Record, *, on: dt.date, outcome: str) -> None:
    """Schedule the next visit of its programmes, and state what is due about the record."""
    for programme in record.programmes:
        reschedule_resident(resident_id=record.resident_id, programme=programme, visit_on=record.visit_on, on=on)
    follow_plan(record, on=on)
    restate_record(record, on=on, outcome=outcome)
