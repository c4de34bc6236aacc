"""Keep the reports and images that go with a patient, and take out what was kept by mistake."""

import datetime as dt
import hashlib
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents import services as documents
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.service.referral import permissions
from jiayi.service.referral.models import Referral, ReferralFile
from jiayi.service.referral.selectors.files import file_for, files_of
from jiayi.service.referral.selectors.referrals import referral_for
from jiayi.service.referral.terms import OPEN, FileKind

MOST_FILES = 20


@retrying_atomic
def add_file(
    *, by: Viewer, referral_id: UUID, kind: str, content: bytes, at: dt.datetime, file_name: str = ""
) -> ReferralFile:
    """Keep a PDF, PNG or JPEG with an open referral; the same file is kept once. Either side may."""
    referral = _locked(by, referral_id)
    if not content or kind not in set(FileKind):
        raise misshapen("E_REFERRAL_FILE", "file")
    digest = hashlib.sha256(content).hexdigest()
    same = files_of(referral).filter(sha256=digest).first()
    if same is not None:
        return same
    if files_of(referral).count() >= MOST_FILES:
        raise misshapen("E_REFERRAL_FILES_MANY", "file", most=MOST_FILES)
    attachment = documents.attach(
        by=by, subject_kind="referral", subject_id=referral.id, content=content, file_name=file_name
    )
    kept = ReferralFile.objects.create(
        referral=referral,
        kind=kind,
        attachment_id=attachment.id,
        sha256=digest,
        file_name=attachment.file_name,
        added_at=at,
        added_by=by.actor_id,
        added_by_name=by.actor_name[:60],
    )
    _note(by, "add_file", referral, kind=str(kind), sha256=digest)
    return kept


@retrying_atomic
def remove_file(*, by: Viewer, file_id: UUID, at: dt.datetime) -> ReferralFile:
    """Take out a file that one added oneself; it stays in the store, and who took it out in the history."""
    kept = file_for(by, file_id)
    referral = _locked(by, kept.referral_id)
    if kept.added_by != by.actor_id:
        raise NotVisible
    ReferralFile.objects.filter(id=kept.id, removed_at=None).update(removed_at=at)
    _note(by, "remove_file", referral, sha256=kept.sha256)
    return kept


def _locked(by: Viewer, referral_id: UUID) -> Referral:
    found = referral_for(by, referral_id)
    if not permissions.takes_part(by, found):
        raise NotVisible
    referral = Referral.objects.select_for_update(of=("self",)).get(id=found.id)
    if referral.state not in OPEN:
        raise broken("E_REFERRAL_ENDED")
    return referral


def _note(by: Viewer, act: str, referral: Referral, **details: str) -> None:
    audit.record(
        by=by,
        act=f"referral.{act}",
        subject_kind="referral",
        subject_ids=[referral.id],
        resident_ids=[referral.resident_id],
        details=details,
    )
