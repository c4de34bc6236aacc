"""What is kept beside a record to show that the service took place."""

from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.care.models import Proof, Record

from .records import record_for


def proofs_of(record: Record) -> list[Proof]:
    """The earliest first. The caller has found the record for its viewer."""
    return list(record.proofs.order_by("taken_at", "id"))


def proof_for(viewer: Viewer, record_id: UUID, proof_id: UUID) -> Proof:
    """One with a file, of a record that the viewer may see; NotVisible otherwise."""
    record = record_for(viewer, record_id)
    found = record.proofs.filter(pk=proof_id, attachment_id__isnull=False).first()
    if found is None:
        raise NotVisible
    return found
