"""Posts follow when institutions merge."""

from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.journal import Journal, restore, rows_of
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.access.models import Post


@transaction.atomic
def follow_merged_institutions(*, act_id: UUID, institution_id: UUID, into_id: UUID) -> int:
    """Posts held at an institution are held at the one that goes on. Answers how many."""
    moved = Journal(act_id).update(Post.objects.filter(institution_id=institution_id), institution_id=into_id)
    _record("access.follow_merged_institutions", act_id)
    return moved


@transaction.atomic
def undo_merged_institutions(*, act_id: UUID) -> None:
    """Posts go back to where they were held; StillBuiltOn where one has moved on since."""
    restore(act_id, Post)
    _record("access.undo_merged_institutions", act_id)


def _record(act: str, act_id: UUID) -> None:
    posts = [row.row_id for row in rows_of(act_id, Post)]
    if posts:
        details = {"act": str(act_id)}
        audit.record(by=SystemViewer(), act=act, subject_kind="post", subject_ids=posts, details=details)
