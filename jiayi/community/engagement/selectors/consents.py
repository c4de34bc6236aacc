"""What residents have agreed to, by purpose."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from jiayi.community.engagement.models import Consent
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

PURPOSES, PRESUMED = "consent.purposes", "consent.presumed"


@dataclass(frozen=True)
class Standing:
    """How one purpose stands for a resident: agreed, and whether somebody ever answered (`since`)."""

    purpose: str
    is_given: bool
    since: dt.datetime | None


def allows(resident_ids: Iterable[UUID], purpose: str) -> set[UUID]:
    """Those of the residents to whom the purpose may be followed. One query.

    Whether silence is consent is the rulebook's to say; nationally, as messages are written for a whole county.
    """
    wanted = set(resident_ids)
    rows = Consent.objects.filter(resident_id__in=wanted, purpose=purpose, until=None)
    said = dict(rows.values_list("resident_id", "is_given"))
    presumed = purpose in _codes(PRESUMED, "", clock.today())
    return {one for one in wanted if said.get(one, presumed)}


def allowing(purpose: str) -> Q:
    """The same as a condition of a query over residents."""
    answers = Consent.objects.filter(resident_id=OuterRef("pk"), purpose=purpose, until=None)
    if purpose in _codes(PRESUMED, "", clock.today()):
        return ~Q(Exists(answers.filter(is_given=False)))
    return Q(Exists(answers.filter(is_given=True)))


def consents_of(viewer: Viewer, resident_id: UUID, on: dt.date) -> list[Standing]:
    """Every purpose of the resident's region, and how it stands; of a resident whom the viewer may see."""
    resident = people.resident_for(viewer, resident_id)
    rows = {one.purpose: one for one in Consent.objects.filter(resident_id=resident.id, until=None)}
    presumed = _codes(PRESUMED, resident.region_id, on)
    return [
        Standing(code, rows[code].is_given, rows[code].since)
        if code in rows
        else Standing(code, code in presumed, None)
        for code in _codes(PURPOSES, resident.region_id, on)
    ]


def _codes(key: str, region_code: str, on: dt.date) -> list[str]:
    schemes = organization.schemes_for(region_code, on) if region_code else ("national",)
    return list(RulebookView(on, list(schemes)).get(key) or [])
