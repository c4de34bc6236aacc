"""What versions of records bring about: the next visits, tasks, word to the rooms above. Of one as of many at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.events import RecordsSaved, SavedRecord
from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.care.rules import judging, storing
from jiayi.service.care.rules.parting import Judged
from jiayi.service.care.terms import RecordRequest

from .planning import follow_plan
from .restating import restate_records
from .scheduling import reschedule_residents

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Version:
    """Who enters a version when, what they asked, and by which schemes it is judged."""

    asked: RecordRequest
    schemes: tuple[str, ...]
    confirmed: frozenset[str]
    by: Viewer
    at: dt.datetime
    on: dt.date


Entered = tuple[Record, Judged, Version]


def let_stand(entered: Sequence[Entered], *, on: dt.date) -> None:
    """Add the versions that count from now on, with everything that follows from them but the values over time."""
    versions = [_version(*one) for one in entered]
    RecordVersion.objects.bulk_create(versions, batch_size=CHUNK)
    follow_records([record for record, _, _ in entered], on=on, outcome="recorded")
    told = [_told(version, one[2].schemes) for version, one in zip(versions, entered, strict=True)]
    events.publish(RecordsSaved(tuple(told)))


def _version(record: Record, one: Judged, version: Version) -> RecordVersion:
    kept = storing.plain(one.values)
    asked, own = version.asked, one.part.own
    return RecordVersion(
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


def _told(version: RecordVersion, schemes: tuple[str, ...]) -> SavedRecord:
    record = version.record
    return SavedRecord(
        record_id=record.id,
        version=record.version,
        resident_id=record.resident_id,
        form=record.form,
        on=record.visit_on,
        mode=record.mode,
        evidence=record.evidence,
        fields=frozenset(version.values),
        team_id=record.team_id,
        visit_id=record.visit_id,
        schemes=schemes,
    )


def _still_copied(record: Record, kept: Mapping[str, Any]) -> list[str]:
    """Fields of the version before that were copied and that a correction leaves as they are."""
    before = record.versions.filter(number=record.version - 1).first() if record.version > 1 else None
    return [code for code in before.copied if before.values.get(code) == kept.get(code)] if before else []


def follow_records(records: Sequence[Record], *, on: dt.date, outcome: str) -> None:
    """Schedule the next visits of their programmes, and state what is due about the records."""
    visits = [(record.resident_id, programme, record.visit_on) for record in records for programme in record.programmes]
    reschedule_residents(visits=visits, on=on)
    for record in records:
        follow_plan(record, on=on)
    restate_records(records, on=on, outcome=outcome)
