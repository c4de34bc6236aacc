"""The agreements of a community, what they may hold, and how its members stand with family doctors."""

import datetime as dt
from collections import Counter
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Community, CommunityAgreement
from jiayi.community.communities.terms import MemberNumbers
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import IN_FORCE, Kind

from .communities import community_for, members_of

SERVICES, MOST_YEARS = "functional_community.services", "functional_community.max_years"


def agreements_of(community: Community) -> QuerySet[CommunityAgreement]:
    """Its agreements, the latest first; the caller has seen the community."""
    return community.agreements.select_related("team").order_by("-starts_on", "id")


def agreement_on(community: Community, on: dt.date) -> CommunityAgreement | None:
    """The one in force on a day, or the next to begin; the caller has seen the community."""
    running = agreements_of(community).annotate(last=Coalesce("ended_on", "ends_on")).filter(last__gte=on)
    return running.order_by("starts_on").first()


def community_agreement_for(
    viewer: Viewer, agreement_id: UUID, *, permission: str = permissions.READ
) -> CommunityAgreement:
    """One agreement of a community within reach; NotVisible otherwise."""
    found = CommunityAgreement.objects.select_related("team").filter(id=agreement_id).first()
    if found is None:
        raise NotVisible
    found.community = community_for(viewer, found.community_id, permission=permission)
    return found


def services_on_offer(region_code: str, on: dt.date) -> list[str]:
    """Codes of what a team may promise a community there."""
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    return [str(code) for code in view.united(SERVICES)]


def most_years(region_code: str, on: dt.date) -> int:
    """How many years an agreement may run there."""
    return int(RulebookView(on, list(organization.schemes_for(region_code, on))).need(MOST_YEARS))


def numbers_of(viewer: Viewer, community: Community, *, on: dt.date) -> MemberNumbers:
    """How the members stand today; agreements out of the viewer's reach do not count. Four queries."""
    ids = {one.resident_id for one in members_of(community, on=on)}
    mine = agreements.visible(viewer).filter(kind__in=(Kind.FIRST, Kind.RENEWAL), state__in=IN_FORCE)
    signed = set(mine.filter(resident_id__in=ids).values_list("resident_id", flat=True))
    groups = people.group_codes_of(ids, on)
    all_of = Counter(code for codes in groups.values() for code in codes)
    signed_of = Counter(code for key, codes in groups.items() if key in signed for code in codes)
    ordered = sorted(all_of, key=lambda code: (-all_of[code], code))
    return MemberNumbers(len(ids), len(signed), tuple((code, all_of[code], signed_of[code]) for code in ordered))
