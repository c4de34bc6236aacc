"""Papers: whether one may be seen, what shows that it was signed, and which are still to be printed."""

from collections.abc import Collection
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement, AgreementPaper, SignatureEvidence, SigningCode
from jiayi.service.agreements.terms import UNSIGNED

from .listing import visible


def paper_for(viewer: Viewer, paper_id: UUID, *, permission: str = permissions.READ) -> AgreementPaper:
    """The paper, if the viewer may see one of its agreements; NotVisible otherwise."""
    if not visible(viewer, permission).filter(paper_id=paper_id).exists():
        raise NotVisible
    return AgreementPaper.objects.get(id=paper_id)


def waits(paper: AgreementPaper) -> bool:
    """Whether the paper waits to be signed."""
    return Agreement.objects.filter(paper=paper, state__in=UNSIGNED).exists()


def code_sent(paper: AgreementPaper) -> SigningCode | None:
    """The open one-time code of a paper."""
    return SigningCode.objects.filter(paper=paper, used_at=None).first()


def evidence_of(viewer: Viewer, paper_id: UUID) -> list[SignatureEvidence]:
    """What shows that a paper was signed, the first piece first; NotVisible out of reach."""
    return list(SignatureEvidence.objects.filter(paper=paper_for(viewer, paper_id)).order_by("taken_at", "id"))


def visible_papers(viewer: Viewer, paper_ids: Collection[UUID]) -> list[UUID]:
    """Those of these papers that the viewer may see, by number. One query."""
    seen = visible(viewer).filter(paper_id__in=paper_ids).order_by().values("paper_id")
    return list(AgreementPaper.objects.filter(id__in=seen).order_by("number").values_list("id", flat=True))
