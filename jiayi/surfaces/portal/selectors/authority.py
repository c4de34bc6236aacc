"""Whom somebody may act for: wards by the guardian on record, members of the household by their own word."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import value_on
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.surfaces.portal.models import Authority
from jiayi.surfaces.portal.terms import Relation, Represented


def represented_by(actor_id: UUID, on: dt.date) -> list[Represented]:
    """Everybody whose pages somebody may open on a day: themselves first. The dead are left out."""
    by = SystemViewer()
    own = people.resident_for(by, actor_id)
    if own.status == ResidentStatus.DECEASED:
        return []
    found = {own.id: Represented(own.id, own.name, Relation.SELF)}
    for ward in people.wards_of(own.id):
        if _is_ward(ward, on):
            found.setdefault(ward.id, Represented(ward.id, ward.name, Relation.GUARDIAN))
    for row in _open(on).filter(actor_id=own.id).select_related("member").order_by("member__birth_date"):
        if row.member.status != ResidentStatus.DECEASED and row.member.merged_into_id is None:
            found.setdefault(row.member_id, Represented(row.member_id, row.member.name, Relation.AUTHORISED))
    return list(found.values())


def _is_ward(ward: object, on: dt.date) -> bool:
    """A minor; a grown-up's guardian needs the paper that staff enter as an authority."""
    limit = value_on("resident_page.ward_below", on, ["national"])
    return completed_years(ward.birth_date, on) < limit["years"]  # type: ignore[attr-defined]


def authorities_of(member_id: UUID, on: dt.date) -> QuerySet[Authority]:
    """Who may act for somebody on a day."""
    return _open(on).filter(member_id=member_id).select_related("actor").order_by("since", "id")


def members_to_authorise(subject_id: UUID, on: dt.date) -> list:
    """The grown-up members of somebody's household whom they could let act for them."""
    by = SystemViewer()
    own = people.resident_for(by, subject_id)
    if own.household_id is None:
        return []
    known = set(authorities_of(subject_id, on).values_list("actor_id", flat=True))
    living = [one for one in people.members(by, own.household_id, on=on) if one.status == ResidentStatus.LIVING_HERE]
    return [one for one in living if one.id not in {own.id, *known} and not _is_ward(one, on)]


def _open(on: dt.date) -> QuerySet[Authority]:
    return Authority.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
