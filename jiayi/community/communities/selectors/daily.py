"""What is due and was done in a kindergarten: duties, food samples, medicine, incidents, frail children."""

import datetime as dt
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Community, FoodSample, FrailChild, GivenMedicine, Incident
from jiayi.community.communities.rules import due_duties, duties_of
from jiayi.community.communities.terms import DueDuty, IncidentKind
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY

from .communities import community_for, settings_of

_YEAR = dt.timedelta(days=366)


def duties_on(community: Community, on: dt.date) -> list[DueDuty]:
    """The duties whose period holds the day, with when they were done in it; the caller has seen the community."""
    settings = settings_of(community, on)
    asked = duties_of(settings, in_epidemic=on in infected_days(community, on, on))
    done = community.done_duties.filter(done_on__range=(on - _YEAR, on))
    entries = done.values_list("duty", "done_on", "done_by_name")
    return due_duties(asked, entries, on, terms=settings.get("kindergarten.term_starts", ()))


def infected_days(community: Community, since: dt.date, until: dt.date) -> set[dt.date]:
    """The days of a time (inclusive) on which an infectious disease that happened there was not over."""
    rows = community.incidents.filter(kind=IncidentKind.INFECTION, happened_on__lte=until)
    found: set[dt.date] = set()
    for began, closed in rows.exclude(closed_on__lte=since).values_list("happened_on", "closed_on"):
        day = max(began, since)
        while day <= until and (closed is None or day < closed):
            found.add(day)
            day += ONE_DAY
    return found


def food_samples_of(community: Community, *, since: dt.datetime) -> QuerySet[FoodSample]:
    """Samples kept since an instant or not yet disposed of, the latest first."""
    return community.food_samples.filter(Q(kept_at__gte=since) | Q(disposed_at=None)).order_by("-kept_at", "-id")


def food_sample_for(viewer: Viewer, sample_id: UUID, *, permission: str = permissions.CHECK) -> FoodSample:
    """One sample of a community within reach; NotVisible otherwise."""
    found = FoodSample.objects.filter(id=sample_id).first()
    if found is None:
        raise NotVisible
    found.community = community_for(viewer, found.community_id, permission=permission)
    return found


def medicines_of(community: Community, day: dt.date) -> QuerySet[GivenMedicine]:
    """Medicine given on a day."""
    rows = GivenMedicine.objects.filter(member__community=community, given_at__date=day)
    return rows.select_related("member__resident", "member__community_class").order_by("-given_at", "-id")


def incidents_of(community: Community) -> QuerySet[Incident]:
    """Incidents, the latest first."""
    return community.incidents.select_related("member__resident").order_by("-happened_on", "-id")


def incident_for(viewer: Viewer, incident_id: UUID, *, permission: str = permissions.CHECK) -> Incident:
    """One incident of a community within reach; NotVisible otherwise."""
    found = Incident.objects.select_related("member__resident").filter(id=incident_id).first()
    if found is None:
        raise NotVisible
    found.community = community_for(viewer, found.community_id, permission=permission)
    return found


def frail_files_of(community: Community) -> QuerySet[FrailChild]:
    """Open files with `last_review`, those never reviewed first."""
    rows = FrailChild.objects.filter(member__community=community, closed_on=None).annotate(
        last_review=Max("reviews__reviewed_on")
    )
    rows = rows.select_related("member__resident", "member__community_class")
    return rows.order_by("member__community_class__name", "member__resident__name_pinyin", "id")


def frail_file_for(viewer: Viewer, file_id: UUID, *, permission: str = permissions.CHECK) -> FrailChild:
    """One child's file of a community within reach; NotVisible otherwise."""
    found = FrailChild.objects.select_related("member__resident").filter(id=file_id).first()
    if found is None:
        raise NotVisible
    found.member.community = community_for(viewer, found.member.community_id, permission=permission)
    return found
