"""A record fulfils what was promised; a later version or its removal takes that back."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.fulfilment.models import DoneService, Entitlement
from jiayi.service.fulfilment.rules import items_fulfilled
from jiayi.service.fulfilment.selectors.services import latest_opinion

from .following import restate_tasks
from .ledger import lock_entitlements, restate_ledger
from .standing import judge_standing

CHUNK = 2_000
TOLD = [
    "resident",
    "items",
    "any_item",
    "form",
    "version",
    "on",
    "mode",
    "evidence",
    "opinion",
    "is_void",
    "team",
    "visit_id",
    "entered_by",
    "entered_by_name",
    "updated_at",
]


class ProvingRecord(Protocol):
    """What care tells of a record that stands (care.events.SavedRecord)."""

    record_id: UUID
    version: int
    resident_id: UUID
    form: str
    on: dt.date
    mode: str
    evidence: str
    fields: Collection[str]
    team_id: UUID | None
    visit_id: UUID | None
    schemes: tuple[str, ...] | None


@retrying_atomic
def fulfil_by_records(*, by: Viewer, records: Sequence[ProvingRecord], today: dt.date | None = None) -> None:
    """Consume what these versions of records fulfil; what earlier versions consumed is reversed.

    The same version again, or an earlier one that comes late, changes nothing. Never refused: without an agreement
    on the day nothing is consumed. `today` is the day of entry (the latest record's own where it is left out).
    """
    lock_entitlements({one.resident_id for one in records})
    locked = DoneService.objects.select_for_update(no_key=True).filter(id__in=[one.record_id for one in records])
    known = {done.id: done for done in locked.order_by("id")}
    newer = [one for one in records if _is_newer(one, known.get(one.record_id))]
    if not newer:
        return
    done = [_done(by, one, known.get(one.record_id)) for one in newer]
    DoneService.objects.bulk_create(
        done, batch_size=CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=TOLD
    )
    restate(by, done, "fulfilment.fulfil_by_record", today=today or max(one.on for one in done))


def _is_newer(record: ProvingRecord, known: DoneService | None) -> bool:
    return known is None or record.version > known.version or (record.version == known.version and known.is_void)


def _done(by: Viewer, record: ProvingRecord, known: DoneService | None) -> DoneService:
    done = known or DoneService(id=record.record_id)
    items = {code: item.fulfilled_by for code, item in rulebook().items.items()}
    done.items = items_fulfilled(items, form=record.form, mode=record.mode, fields=record.fields)
    done.resident_id, done.form, done.version, done.on = record.resident_id, record.form, record.version, record.on
    done.mode, done.evidence, done.team_id, done.is_void = record.mode, record.evidence, record.team_id, False
    done.visit_id = record.visit_id
    done.entered_by, done.entered_by_name = by.actor_id, by.actor_name[:60]
    schemes = schemes_of(record.resident_id, record.on) if record.schemes is None else record.schemes
    is_service = rulebook().forms[record.form].is_service
    done.any_item = any_item_by(record.mode, record.on, schemes) if is_service else ""
    done.opinion = latest_opinion(done) if known else ""
    return done


@retrying_atomic
def unfulfil_records(*, by: Viewer, record_ids: Collection[UUID], on: dt.date) -> None:
    """Records count no more: what they consumed is reversed."""
    found = DoneService.objects.filter(id__in=record_ids, is_void=False)
    lock_entitlements(set(found.values_list("resident_id", flat=True)))
    done = list(found.select_for_update(no_key=True).order_by("id"))
    if not done:
        return
    DoneService.objects.filter(id__in=[one.id for one in done]).update(is_void=True, updated_at=timezone.now())
    restate(by, done, "fulfilment.unfulfil_record", today=on)


def schemes_of(resident_id: UUID, on: dt.date) -> tuple[str, ...]:
    """Those in force for the resident on the day."""
    facts = people.facts_of([resident_id], on).get(resident_id)
    return tuple(organization.schemes_for(facts.region_code, on)) if facts else ()


def any_item_by(mode: str, on: dt.date, schemes: tuple[str, ...]) -> str:
    """The item that any service in this way counts for, by these schemes; empty where there is none."""
    found = find_value("effective.any_item", on, schemes) if schemes else None
    item = rulebook().items.get(str(found.value)) if found else None
    return str(found.value) if found and item and mode in item.modes else ""


def restate(by: Viewer, done: Sequence[DoneService], act: str, *, today: dt.date, **details: Any) -> None:
    """Ledger, tasks and standing follow, and the history tells which items it was about. The caller holds what was
    promised to these residents (`lock_entitlements`)."""
    residents = {one.resident_id for one in done}
    touched = restate_ledger(residents, is_locked=True)
    restate_tasks(touched, on=today)
    running = Entitlement.objects.filter(resident_id__in=residents, is_withdrawn=False, ends_on__gte=today)
    judge_standing({*touched, *running.values_list("agreement_id", flat=True)}, on=today)
    audit.record(
        by=by,
        act=act,
        subject_kind="service",
        subject_ids=[one.id for one in done],
        resident_ids=sorted(residents),
        details=_details(done) | details,
    )


def _details(done: Sequence[DoneService]) -> dict[str, Any]:
    if len(done) == 1:
        return {"on": done[0].on.isoformat(), "items": list(done[0].items), "version": done[0].version}
    return {"count": len(done), "items": sorted({item for one in done for item in one.items})}
