"""What became of an agreement: the steps of its ledger, and what followed it."""

from collections.abc import Collection
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.models import AgreementStep

from .listing import visible


def steps_of(viewer: Viewer, agreement_ids: Collection[UUID]) -> list[AgreementStep]:
    """The steps of those of these agreements that the viewer may see, the oldest first. One query."""
    seen = visible(viewer).filter(id__in=agreement_ids).order_by().values("id")
    return list(AgreementStep.objects.filter(agreement_id__in=seen).order_by("id"))


def latest_of_chain(viewer: Viewer, agreement_id: UUID) -> UUID:
    """The agreement that replaced this one, or itself."""
    following = visible(viewer).filter(previous_id=agreement_id).order_by("-created_at").values_list("id", flat=True)
    return following.first() or agreement_id
