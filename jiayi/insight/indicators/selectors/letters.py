"""Target letters within reach, their versions, and the targets that a new one would hold."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.models import TargetLetter
from jiayi.insight.indicators.permissions import LETTER_READ, of_institutions

from .targets import Target, targets


def letters(viewer: Viewer) -> QuerySet[TargetLetter]:
    """All versions within reach, the latest year first."""
    found = TargetLetter.objects.filter(of_institutions(viewer.scope(LETTER_READ)))
    return found.select_related("institution__region").order_by("-year", "institution__code", "-version")


def letter_for(viewer: Viewer, letter_id: UUID) -> TargetLetter:
    """One letter with its lines; NotVisible out of reach."""
    found = letters(viewer).prefetch_related("lines").filter(id=letter_id).first()
    if found is None:
        raise NotVisible
    return found


def versions_of(viewer: Viewer, letter: TargetLetter) -> list[TargetLetter]:
    """All versions of the same institution and year, the newest first."""
    return list(letters(viewer).filter(institution_id=letter.institution_id, year=letter.year))


def targets_of_year(year: int, schemes: Sequence[str]) -> dict[str, Target]:
    """What the documents ask for at the end of a year, by indicator."""
    return targets(date(year, 12, 31), schemes)
