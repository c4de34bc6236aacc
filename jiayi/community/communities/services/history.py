"""What acts of this room leave in the history."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from jiayi.community.communities.models import Community
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer


def note(by: Viewer, act: str, community: Community, *, residents: Iterable[UUID] = (), **details: Any) -> None:
    """An act in a community; whom it concerns."""
    audit.record(
        by=by,
        act=f"communities.{act}",
        subject_kind="functional_community",
        subject_ids=[community.id],
        resident_ids=list(residents),
        details=details,
    )
