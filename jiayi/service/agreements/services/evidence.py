"""Take the evidence of a signature: a scan of the paper, a drawn signature, a one-time code; and sign with it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents import services as documents
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import AgreementPaper, SignatureEvidence
from jiayi.service.agreements.selectors.papers import paper_for
from jiayi.service.agreements.terms import EvidenceKind

from .preparing import confirm_agreement

SUBJECT = "agreement_paper"


@transaction.atomic
def add_evidence(
    *,
    by: Viewer,
    paper_id: UUID,
    kind: str,
    at: dt.datetime,
    content: bytes | None = None,
    file_name: str = "",
    note: str = "",
) -> SignatureEvidence:
    """Keep one piece of evidence with a paper. A scan and a drawn signature bring a file (PDF, PNG, JPEG)."""
    paper = paper_for(by, paper_id, permission=permissions.signs_with(by))
    if kind not in set(EvidenceKind):
        raise misshapen("E_CODE_UNKNOWN", "kind")
    if kind != EvidenceKind.CODE and not content:
        raise misshapen("E_EVIDENCE_WITHOUT_FILE", "file")
    attachment = None
    if content:
        attachment = documents.attach(
            by=by, subject_kind=SUBJECT, subject_id=paper.id, content=content, file_name=file_name
        )
    evidence = SignatureEvidence.objects.create(
        paper=paper,
        kind=kind,
        signer_id=paper.signer_id,
        attachment_id=attachment.id if attachment else None,
        taken_at=at,
        taken_by=by.actor_id,
        taken_by_name=by.actor_name[:60],
        note=note.strip()[:200],
    )
    audit.record(
        by=by,
        act="agreements.add_evidence",
        subject_kind="agreement_paper",
        subject_ids=[paper.id],
        resident_ids=[paper.signer_id],
        details={"kind": str(kind), "sha256": attachment.sha256 if attachment else ""},
    )
    return evidence


@transaction.atomic
def sign_drawn(
    *,
    by: Viewer,
    paper_id: UUID,
    content: bytes,
    signed_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    resident_ids: tuple[UUID, ...] = (),
) -> AgreementPaper:
    """The signer draws the name on the screen, and the waiting paper is signed; both or neither."""
    paper = confirm_agreement(by=by, paper_id=paper_id, signed_on=signed_on, on=on, resident_ids=resident_ids)
    add_evidence(by=by, paper_id=paper_id, kind=EvidenceKind.DRAWN, content=content, file_name="signature.png", at=at)
    return paper
