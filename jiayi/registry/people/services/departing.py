"""Deaths, departures and moves, and taking back a mistaken entry."""

from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock, events
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.events import DepartureUndone, ResidentDied, ResidentMoved
from jiayi.registry.people.faults import breach, broken, misshapen
from jiayi.registry.people.models import CareRelation, Departure, Household, Resident
from jiayi.registry.people.permissions import RESIDENT_WRITE, require_over
from jiayi.registry.people.selectors.households import household_for
from jiayi.registry.people.selectors.residents import resident_to_write
from jiayi.registry.people.terms import RelationToHead, ResidentStatus
from jiayi.registry.people.wording import free_text

from .households import clear_head
from .places import village_exists
from .relations import end_relations

CLOSING = {ResidentStatus.MOVED_AWAY, ResidentStatus.UNREACHABLE, ResidentStatus.REFUSED, ResidentStatus.OTHER}


@retrying_atomic
def mark_died(*, by: Viewer, resident_id: UUID, died_on: date, on: date, evidence: str = "") -> Departure:
    """Enter a death: every care relation ends that day, and the rooms above end what is in force."""
    resident = _living(by, resident_id, died_on, on)
    departure = _depart(by, resident, ResidentStatus.DECEASED, died_on, evidence)
    relations = list(CareRelation.objects.select_for_update().filter(resident=resident, until=None))
    departure.before["relations"] = [str(relation.id) for relation in relations]
    departure.save(update_fields=["before"])
    end_relations(relations, died_on)
    _audit(by, "people.mark_died", departure)
    events.publish(ResidentDied(resident.id, died_on))
    return departure


@retrying_atomic
def mark_closed(
    *, by: Viewer, resident_id: UUID, status: str, left_on: date, on: date, evidence: str = ""
) -> Departure:
    """Enter that a resident is counted no longer: moved away, cannot be reached, refused, or another reason."""
    if status not in CLOSING:
        raise misshapen([breach("E_CODE_UNKNOWN", "status")])
    resident = _living(by, resident_id, left_on, on)
    departure = _depart(by, resident, ResidentStatus(status), left_on, evidence)
    _audit(by, "people.mark_closed", departure)
    events.publish(ResidentMoved(resident.id, left_on, resident.region_id, "", str(status)))
    return departure


@retrying_atomic
def mark_moved(
    *,
    by: Viewer,
    resident_id: UUID,
    to_region: str,
    moved_on: date,
    on: date,
    household_id: UUID | None = None,
    relation: str = "",
    address: str = "",
    evidence: str = "",
) -> Departure:
    """Move a resident to another village of the writer's regions, into a household there or none."""
    require_over(by, RESIDENT_WRITE, to_region)
    resident = _living(by, resident_id, moved_on, on)
    household = household_for(by, household_id, to_write=True) if household_id else None
    if not village_exists(to_region):
        raise misshapen([breach("E_REGION_UNKNOWN", "to_region")])
    if household is not None and household.region_id != to_region:
        raise broken("E_HOUSEHOLD_OTHER_VILLAGE", "household")
    if household is not None and relation not in set(RelationToHead) - {RelationToHead.HEAD}:
        raise misshapen([breach("E_RELATION_MISSING", "relation_to_head")])
    departure = _departure(by, resident, ResidentStatus.LIVING_HERE, moved_on, evidence, to_region)
    clear_head(resident)
    resident.region_id, resident.household = to_region, household
    resident.relation_to_head = relation if household else ""
    resident.address = free_text(address)
    _save(resident, "region", "household", "relation_to_head", "address")
    _audit(by, "people.mark_moved", departure)
    events.publish(ResidentMoved(resident.id, moved_on, departure.from_region, to_region, departure.kind))
    return departure


@retrying_atomic
def undo_departure(*, by: Viewer, departure_id: UUID, reason: str) -> Departure:
    """Take back a mistaken entry of death, departure or move: what stood before it stands again."""
    if not reason.strip():
        raise misshapen([breach("E_REASON_MISSING", "reason")])
    departure = Departure.objects.select_for_update().filter(pk=departure_id, undone_at=None).first()
    resident = resident_to_write(by, departure.resident_id) if departure else None
    if departure is None or resident is None or _latest(resident) != departure:
        raise broken("E_NOTHING_TO_UNDO")
    _restore(resident, departure)
    departure.undone_at, departure.undone_by, departure.undone_reason = clock.now(), by.actor_id, free_text(reason)
    departure.save()
    _audit(by, "people.undo_departure", departure)
    events.publish(_undone_event(resident, departure))
    return departure


def _undone_event(resident: Resident, departure: Departure) -> object:
    if departure.kind == ResidentStatus.LIVING_HERE:
        return ResidentMoved(
            resident.id, departure.on, departure.to_region, departure.from_region, ResidentStatus.LIVING_HERE
        )
    return DepartureUndone(resident.id, departure.on, departure.kind)


def _living(by: Viewer, resident_id: UUID, happened_on: date, on: date) -> Resident:
    """The resident, locked, who still lives here; the day lies between birth and today."""
    resident = resident_to_write(by, resident_id)
    if resident.status != ResidentStatus.LIVING_HERE:
        raise broken("E_NOT_LIVING_HERE")
    if happened_on > on:
        raise misshapen([breach("E_DATE_IN_FUTURE", "on")])
    if happened_on < resident.birth_date:
        raise misshapen([breach("E_DATE_TOO_EARLY", "on")])
    return resident


def _depart(by: Viewer, resident: Resident, status: ResidentStatus, on: date, evidence: str) -> Departure:
    departure = _departure(by, resident, status, on, evidence, "")
    clear_head(resident)
    resident.status, resident.status_on = str(status), on
    _save(resident, "status", "status_on")
    return departure


def _departure(
    by: Viewer, resident: Resident, kind: ResidentStatus, on: date, evidence: str, to_region: str
) -> Departure:
    headed = Household.objects.filter(head=resident).values_list("id", flat=True).first()
    return Departure.objects.create(
        resident=resident,
        kind=str(kind),
        on=on,
        evidence=free_text(evidence),
        from_region=resident.region_id,
        to_region=to_region,
        before={
            "household": _text(resident.household_id),
            "relation_to_head": resident.relation_to_head,
            "address": resident.address,
            "headed": _text(headed),
        },
        entered_by=by.actor_id,
    )


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def _latest(resident: Resident) -> Departure | None:
    standing = Departure.objects.filter(resident=resident, undone_at=None)
    return standing.order_by("created_at", "id").last()


def _restore(resident: Resident, departure: Departure) -> None:
    before: dict[str, Any] = departure.before
    resident.status, resident.status_on = str(ResidentStatus.LIVING_HERE), None
    resident.region_id, resident.household_id = departure.from_region, before["household"]
    resident.relation_to_head, resident.address = before["relation_to_head"], before["address"]
    _save(resident, "status", "status_on", "region", "household", "relation_to_head", "address")
    CareRelation.objects.filter(pk__in=before.get("relations", [])).update(until=None)
    if before["headed"]:
        Household.objects.filter(pk=before["headed"], head=None).update(head=resident)


def _save(resident: Resident, *columns: str) -> None:
    resident.version += 1
    resident.save(update_fields=[*columns, "version", "updated_at"])


def _audit(by: Viewer, act: str, departure: Departure) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="departure",
        subject_ids=[departure.id],
        resident_ids=[departure.resident_id],
        details={
            "kind": departure.kind,
            "on": departure.on,
            "from": departure.from_region,
            "to": departure.to_region,
            "undone_reason": departure.undone_reason,
        },
    )
