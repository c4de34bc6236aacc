"""A record fulfils what was promised; a later version or its removal takes that back."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

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


@retrying_atomic
def fulfil_by_record(
    *,
    by: Viewer,
    record_id: UUID,
    version: int,
    resident_id: UUID,
    form: str,
    on: dt.date,
    mode: str,
    evidence: str,
    fields: Collection[str],
    team_id: UUID | None = None,
    visit_id: UUID | None = None,
    today: dt.date | None = None,
) -> DoneService:
    """Consume what this version of a record fulfils; what an earlier version consumed is reversed.

    The same version again, or an earlier one that comes late, changes nothing. Never refused: without an agreement
    on the day nothing is consumed. `today` is the day of entry (the record's own where it is left out).
    """
    lock_entitlements([resident_id])
    known = DoneService.objects.select_for_update(no_key=True).filter(id=record_id).first()
    if known and (known.version > version or (known.version == version and not known.is_void)):
        return known
    book = rulebook()
    done = known or DoneService(id=record_id)
    done.items = items_fulfilled(
        {code: item.fulfilled_by for code, item in book.items.items()}, form=form, mode=mode, fields=fields
    )
    done.resident_id, done.form, done.version, done.on = resident_id, form, version, on
    done.mode, done.evidence, done.team_id, done.is_void = mode, evidence, team_id, False
    done.visit_id = visit_id
    done.entered_by, done.entered_by_name = by.actor_id, by.actor_name[:60]
    done.any_item = any_item_by(resident_id, mode, on)
    done.opinion = latest_opinion(done)
    done.save()
    restate(by, done, "fulfilment.fulfil_by_record", today=today or on)
    return done


@retrying_atomic
def unfulfil_record(*, by: Viewer, record_id: UUID, on: dt.date) -> None:
    """A record counts no more: what it consumed is reversed."""
    done = DoneService.objects.filter(id=record_id).first()
    if done is None:
        return
    lock_entitlements([done.resident_id])
    if not DoneService.objects.filter(id=record_id, is_void=False).update(is_void=True):
        return
    restate(by, done, "fulfilment.unfulfil_record", today=on)


def any_item_by(resident_id: UUID, mode: str, on: dt.date) -> str:
    """The item that any service in this way counts for, by the resident's schemes; empty where there is none."""
    facts = people.facts_of([resident_id], on).get(resident_id)
    found = find_value("effective.any_item", on, organization.schemes_for(facts.region_code, on)) if facts else None
    item = rulebook().items.get(str(found.value)) if found else None
    return str(found.value) if found and item and mode in item.modes else ""


def restate(by: Viewer, done: DoneService, act: str, *, today: dt.date, **details: Any) -> None:
    """Ledger, tasks and standing follow, and the history tells which items it was about."""
    touched = restate_ledger([done.resident_id])
    restate_tasks(touched, on=today)
    running = Entitlement.objects.filter(resident_id=done.resident_id, is_withdrawn=False, ends_on__gte=today)
    judge_standing({*touched, *running.values_list("agreement_id", flat=True)}, on=today)
    told = {"on": done.on.isoformat(), "items": list(done.items), "version": done.version, **details}
    audit.record(
        by=by, act=act, subject_kind="service", subject_ids=[done.id], resident_ids=[done.resident_id], details=told
    )
