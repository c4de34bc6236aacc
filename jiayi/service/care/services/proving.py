"""Keep a photo, a drawn signature or the position with a record; each only with the consent of whom it shows."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents import services as documents
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Proof, Record
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.records import record_for
from jiayi.service.care.terms import Position, ProofKind, RecordState

SUBJECT = "care_record"
MOST = "record.most_proofs"
PICTURES = ("image/png", "image/jpeg")


@transaction.atomic
def add_proof(
    *,
    by: Viewer,
    record_id: UUID,
    kind: str,
    consented: bool,
    at: dt.datetime,
    content: bytes | None = None,
    file_name: str = "",
    position: Position | None = None,
    note: str = "",
) -> Proof:
    """BadShape without consent, for a file that is no picture, or a place that is none; LawBroken for a voided record
    and beyond the scheme's number of them."""
    record_for(by, record_id, to_write=True)
    record = Record.objects.select_for_update(of=("self",)).get(pk=record_id)
    _require_room(record)
    if not consented:
        raise misshapen([Fault("consented", "E_PROOF_WITHOUT_CONSENT")])
    is_place = kind == ProofKind.POSITION
    if kind not in set(ProofKind) or bool(content) == is_place or bool(position) != is_place:
        raise misshapen([Fault("position" if is_place else "file", "E_PROOF_EMPTY")])
    if position and not (abs(position.latitude) <= 90 and abs(position.longitude) <= 180):
        raise misshapen([Fault("position", "E_PROOF_NO_PLACE")])
    proof = Proof.objects.create(
        record=record,
        kind=kind,
        attachment_id=_kept(by, record, content, file_name) if content else None,
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        accuracy=position.accuracy if position else None,
        consented=consented,
        note=note.strip()[:200],
        taken_at=at,
        taken_by=by.actor_id,
        taken_by_name=by.actor_name[:60],
    )
    audit.record(
        by=by,
        act="care.add_proof",
        subject_kind="record",
        subject_ids=[record.id],
        resident_ids=[record.resident_id],
        details={"kind": str(kind)},
    )
    return proof


def _require_room(record: Record) -> None:
    if record.state == RecordState.VOIDED:
        raise forbidden("E_RECORD_VOIDED")
    limit = find_value(MOST, record.visit_on, organization.schemes_for(record.region_id, record.visit_on))
    if limit and record.proofs.count() >= limit.value:
        raise forbidden("E_PROOFS_TOO_MANY", limit=limit.value)


def _kept(by: Viewer, record: Record, content: bytes, file_name: str) -> UUID:
    kept = documents.attach(by=by, subject_kind=SUBJECT, subject_id=record.id, content=content, file_name=file_name)
    if kept.content_type not in PICTURES:
        raise misshapen([Fault("file", "E_PROOF_NO_PICTURE")])
    return kept.id
