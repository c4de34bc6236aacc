"""Campaigns within reach, and what came of them in each place."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Activity, Campaign
from jiayi.community.outreach.terms import TOOK_PLACE, CampaignState
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel


def campaigns(viewer: Viewer) -> QuerySet[Campaign]:
    """Those of the viewer's regions, and those of the regions above them once they are sent round."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    scope = viewer.scope(permissions.READ)
    own = permissions.within(scope, team="", institution="")
    above = {code for prefix in scope.region_prefixes for code in organization.ancestor_codes(prefix)}
    found = Campaign.objects.filter(own) | Campaign.objects.filter(region__in=above, state=CampaignState.CIRCULATED)
    return found.select_related("region")


def campaign_for(viewer: Viewer, campaign_id: UUID) -> Campaign:
    """One of them; NotVisible out of reach."""
    found = campaigns(viewer).filter(id=campaign_id).first()
    if found is None:
        raise NotVisible
    return found


def places_to_plan(viewer: Viewer) -> list[tuple[str, str]]:
    """Code and name of the regions for which the viewer plans campaigns."""
    found = organization.place_choices(viewer, permissions.REVIEW)
    return [pair for pair in found if len(pair[0]) < CODE_LENGTHS[RegionLevel.TOWNSHIP]]


def campaign_figures(viewer: Viewer, campaign: Campaign, *, on: dt.date) -> list[dict[str, Any]]:
    """What came of it in each region one level below, those who know their doctor best first; as it was sent round, or
    as it stands. Three queries."""
    if campaign.state == CampaignState.CIRCULATED:
        return list(campaign.figures)
    places = dict(organization.regions(viewer, parent=campaign.region_id, on=on).values_list("code", "name"))
    digits = max(map(len, places), default=0)
    rows = Activity.objects.filter(
        region__code__startswith=campaign.region_id,
        held_on__range=(campaign.since_on, campaign.until_on),
        state__in=TOOK_PLACE,
    )
    sums = {name: Sum(name) for name in ("attended", "given", "asked", "satisfied", "aware")}
    counted = rows.order_by().annotate(part=Substr("region_id", 1, digits)).values("part")
    held = {row["part"]: row for row in counted.annotate(activities=Count("id"), **sums)}
    schemes = organization.schemes_for(campaign.region_id, on)
    lines = [_line(code, name, held.get(code, {}), schemes, on) for code, name in places.items()]
    return sorted(lines, key=lambda one: (-(one["awareness"] or 0), -one["activities"], one["code"]))


def _line(code: str, name: str, row: Any, schemes: Any, on: dt.date) -> dict[str, Any]:
    names = ("activities", "attended", "given", "asked", "satisfied", "aware")
    counts = {one: row.get(one) or 0 for one in names}
    facts = {one: counts[one] for one in ("activities", "asked", "satisfied", "aware")}
    outcome = decide("outreach.effect", on=on, schemes=schemes, facts=facts)
    return {"code": code, "name": name, **counts, **outcome}
