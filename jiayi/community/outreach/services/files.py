"""Keep photos, sheets and slides of activities and meetings, and take out what was kept by mistake."""

import datetime as dt
import hashlib
from uuid import UUID

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Activity, KeptFile, Meeting
from jiayi.community.outreach.selectors.files import file_for, files_of, subject_for
from jiayi.community.outreach.terms import MOST_FILES, ActivityState, FileKind
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents import services as documents
from jiayi.foundation.ui.refusals import misshapen

from .history import note


@retrying_atomic
def add_file(
    *, by: Viewer, subject: str, subject_id: UUID, kind: str, content: bytes, at: dt.datetime, file_name: str = ""
) -> KeptFile:
    """Keep a PDF, PNG or JPEG of an activity or a meeting ("activity", "meeting"); the same file is kept once."""
    thing = subject_for(by, subject, subject_id, permission=permissions.WRITE)
    _require_open(thing)
    if not content or kind not in set(FileKind):
        raise misshapen("E_FILE_MISSING", "file")
    same = files_of(thing).filter(sha256=hashlib.sha256(content).hexdigest()).first()
    if same is not None:
        return same
    if files_of(thing).count() >= MOST_FILES:
        raise misshapen("E_FILES_MANY", "file", most=MOST_FILES)
    attachment = documents.attach(
        by=by, subject_kind=f"outreach_{subject}", subject_id=thing.id, content=content, file_name=file_name
    )
    kept = KeptFile.objects.create(
        **{subject: thing},
        kind=kind,
        attachment_id=attachment.id,
        sha256=attachment.sha256,
        file_name=attachment.file_name,
        added_at=at,
        added_by_name=by.actor_name[:60],
    )
    note(by, "add_file", thing, kind=str(kind), sha256=attachment.sha256)
    return kept


@retrying_atomic
def remove_file(*, by: Viewer, file_id: UUID, at: dt.datetime) -> KeptFile:
    """Take a file out; it stays in the store, and who took it out in the history."""
    kept = file_for(by, file_id, permission=permissions.WRITE)
    thing = kept.activity or kept.meeting
    _require_open(thing)
    KeptFile.objects.filter(id=kept.id, removed_at=None).update(removed_at=at)
    note(by, "remove_file", thing, file=str(kept.id))
    return kept


def _require_open(thing: Activity | Meeting | None) -> None:
    if isinstance(thing, Activity) and thing.state in (ActivityState.ARCHIVED, ActivityState.CANCELLED):
        raise misshapen("E_ACTIVITY_STATE")
