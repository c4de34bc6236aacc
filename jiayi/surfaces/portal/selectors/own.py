"""What is somebody's own, by id: anything else is NotVisible, whoever's it is."""

from typing import Any
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.service.agreements import selectors as agreements
from jiayi.surfaces.portal.viewers import ResidentViewer


def own_agreement(viewer: ResidentViewer, agreement_id: UUID) -> Any:
    """One agreement of the subject."""
    found = agreements.agreement_for(viewer, agreement_id)
    if found.resident_id != viewer.subject_id:
        raise NotVisible
    return found


def own_paper(viewer: ResidentViewer, paper_id: UUID) -> Any:
    """The subject's agreement on a paper that the subject signs."""
    found = [one for one in agreements.agreements_of_paper(viewer, paper_id) if one.resident_id == viewer.subject_id]
    if not found or found[0].paper.signer_id != viewer.subject_id:
        raise NotVisible
    return found[0]
