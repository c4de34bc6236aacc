"""One agreement, and those of one resident."""

from collections.abc import Collection
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import rows_of
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import IN_FORCE

from .listing import visible

_RELATED = (
    "paper__signer",
    "resident",
    "team",
    "institution",
    "responsible_person",
    "contact_person",
    "assistant",
    "guardian",
    "region",
    "previous",
)


def agreement_for(viewer: Viewer, agreement_id: UUID, *, permission: str = permissions.READ) -> Agreement:
    """The agreement with its paper, people and packages; NotVisible where it is out of reach."""
    found = visible(viewer, permission).select_related(*_RELATED).prefetch_related("packages")
    agreement = found.filter(id=agreement_id).first()
    if agreement is None:
        raise NotVisible
    return agreement


def agreements_of_paper(viewer: Viewer, paper_id: UUID) -> list[Agreement]:
    """The agreements of one paper that the viewer may see: a household's members, its first signer first."""
    return agreements_of_papers(viewer, [paper_id])


def agreements_of_papers(viewer: Viewer, paper_ids: Collection[UUID]) -> list[Agreement]:
    """The agreements of several papers that the viewer may see, as `agreements_of_paper` orders them. Two queries."""
    found = visible(viewer).filter(paper_id__in=paper_ids).select_related(*_RELATED).prefetch_related("packages")
    return list(found.order_by("-is_silent", "resident__birth_date", "id"))


def agreements_of_act(viewer: Viewer, act_id: UUID) -> list[Agreement]:
    """The agreements in force that an act over many has changed and the viewer may see, by paper."""
    ids = [row.row_id for row in rows_of(act_id, Agreement)]
    found = visible(viewer).filter(id__in=ids, state__in=IN_FORCE).select_related(*_RELATED)
    return list(found.order_by("paper__number", "resident__birth_date", "id"))


def agreements_of_resident(viewer: Viewer, resident_id: UUID) -> list[Agreement]:
    """Every agreement of a resident whom the viewer may see, the latest first."""
    people.resident_for(viewer, resident_id)
    found = visible(viewer).filter(resident_id=resident_id)
    found = found.select_related("paper", "team", "institution", "responsible_person").prefetch_related("packages")
    return list(found.order_by("-starts_on", "-id"))
