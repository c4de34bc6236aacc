"""Incidents: what happened, what was done, why (S2.5-09)."""

import datetime as dt
from uuid import UUID

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Incident
from jiayi.community.communities.selectors.communities import community_for, member_for, settings_of
from jiayi.community.communities.selectors.daily import incident_for
from jiayi.community.communities.terms import IncidentKind
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen

from .history import note


@retrying_atomic
def report_incident(
    *,
    by: Viewer,
    community_id: UUID,
    kind: str,
    happened_on: dt.date,
    what: str,
    on: dt.date,
    member_id: UUID | None = None,
    disease: str = "",
    incident_id: UUID | None = None,
) -> Incident:
    """Something happened, to a child or to several. `incident_id` is the form's own: sent twice, it is one."""
    found = community_for(by, community_id, permission=permissions.CHECK)
    watched = settings_of(found, happened_on).get("kindergarten.watched_diseases", [])
    if kind not in set(IncidentKind) or (disease and disease not in watched):
        raise misshapen("E_COMMUNITY_CODE", "kind")
    if happened_on > on:
        raise misshapen("E_COMMUNITY_DAY", "happened_on")
    member = member_for(by, member_id) if member_id else None
    if member and member.community_id != found.id:
        raise misshapen("E_CHECK_CHILDREN", "member_id")
    fields = {"community": found, "member": member, "kind": kind, "disease": disease, "happened_on": happened_on}
    fields |= {"what": what.strip()[:500], "entered_by_name": by.actor_name[:60]}
    made, is_new = Incident.objects.get_or_create(
        **({"id": incident_id, "defaults": fields} if incident_id else fields)
    )
    if is_new:
        note(by, "report_incident", found, residents=[member.resident_id] if member else [], kind=kind)
    return made


@retrying_atomic
def settle_incident(
    *,
    by: Viewer,
    incident_id: UUID,
    handling: str,
    hospital: str,
    head_told_on: dt.date | None,
    cause: str,
    closes: bool,
    on: dt.date,
) -> Incident:
    """What was done, whom it was told, why it happened; closed only when all of it is said."""
    found = incident_for(by, incident_id)
    found = (
        Incident.objects.select_for_update(of=("self",), no_key=True)
        .select_related("member", "community")
        .get(id=found.id)
    )
    found.handling, found.cause = handling.strip()[:500], cause.strip()[:500]
    found.hospital, found.head_told_on = hospital.strip()[:80], head_told_on
    if head_told_on and not found.happened_on <= head_told_on <= on:
        raise misshapen("E_COMMUNITY_DAY", "head_told_on")
    if closes and not (found.handling and found.cause and head_told_on):
        raise misshapen("E_INCIDENT_OPEN")
    found.closed_on = on if closes else None
    found.save()
    residents = [found.member.resident_id] if found.member else []
    note(by, "settle_incident", found.community, residents=residents, closes=closes)
    return found
