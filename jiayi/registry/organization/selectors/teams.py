"""Teams with their members on a day, and the facts that rules ask of them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import in_force
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Area, Institution, Team, TeamMember
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.terms import InstitutionLevel, MemberFacts, TeamFacts

HOSPITAL_LEVELS = (InstitutionLevel.COUNTY, InstitutionLevel.CITY, InstitutionLevel.PROVINCE)


def teams(
    viewer: Viewer,
    *,
    on: date,
    institution: UUID | None = None,
    region: str = "",
    tier: int | None = None,
    text: str = "",
    is_open: bool | None = None,
) -> QuerySet[Team]:
    """Teams by name, with `area_count` and `member_count` of the day; what they show is public to all staff."""
    if not reads_teams(viewer):
        return Team.objects.none()
    found = Team.objects.select_related("institution__region", "leader").order_by("name", "id")
    found = found.annotate(area_count=_count(Area, on), member_count=_count(TeamMember, on))
    if institution:
        found = found.filter(institution_id=institution)
    if region:
        found = found.filter(institution__region__code__startswith=region)
    if tier:
        found = found.filter(tier=tier)
    if is_open is not None:
        still_open = Q(dissolved_on=None) | Q(dissolved_on__gte=on)
        found = found.filter(still_open if is_open else ~still_open)
    return found.filter(_matches(text.strip())) if text.strip() else found


def _count(model: type[Area] | type[TeamMember], on: date) -> Coalesce:
    counted = "practitioner_id" if model is TeamMember else "id"
    rows = model.objects.filter(in_force(on), team=OuterRef("pk")).order_by().values("team")
    return Coalesce(Subquery(rows.annotate(n=Count(counted, distinct=True)).values("n")), 0)


def _matches(text: str) -> Q:
    return (
        Q(name__contains=text)
        | Q(leader__name__contains=text)
        | Q(leader__name_initials__startswith=text.lower())
        | Q(institution__name__contains=text)
    )


def team_for(viewer: Viewer, team_id: UUID, *, on: date) -> Team:
    """The team with `members_on_day` (members of the day, their practitioners loaded); NotVisible without one."""
    members = TeamMember.objects.filter(in_force(on)).select_related("practitioner__institution")
    found = (
        teams(viewer, on=on)
        .filter(id=team_id)
        .prefetch_related(Prefetch("members", members.order_by("starts_on", "id"), to_attr="members_on_day"))
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def team_ids_of(institution_ids: Iterable[UUID]) -> list[UUID]:
    """The teams that these institutions ever had. One query."""
    return list(Team.objects.filter(institution_id__in=list(institution_ids)).values_list("id", flat=True))


def team_titles(team_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Each team's name and its institution's; without its members, whom lists of many teams do not need. One query."""
    found = Team.objects.filter(id__in=list(team_ids)).values_list("id", "name", "institution__name")
    return {team_id: (name, institution) for team_id, name, institution in found}


def team_facts(team_id: UUID, on: date) -> TeamFacts | None:
    """What rules and papers ask of a team on a day; None where there is none. Two queries."""
    return team_facts_of([team_id], on).get(team_id)


def team_facts_of(team_ids: Iterable[UUID], on: date) -> dict[UUID, TeamFacts]:
    """The facts of several teams by id; two queries, however many."""
    members = TeamMember.objects.filter(in_force(on)).select_related("practitioner__institution")
    members = members.order_by("starts_on", "id")
    found = (
        Team.objects.filter(id__in=list(team_ids))
        .select_related("institution")
        .prefetch_related(Prefetch("members", members, to_attr="members_on_day"))
    )
    return {team.id: _facts(team) for team in found}


def _facts(team: Team) -> TeamFacts:
    return TeamFacts(
        id=team.id,
        name=team.name,
        institution_id=team.institution_id,
        institution_name=team.institution.name,
        region_code=team.institution.region_id,
        template=team.template,
        leader_id=team.leader_id,
        members=tuple(_member_facts(member, team.institution) for member in team.members_on_day),
        founded_on=team.founded_on,
        dissolved_on=team.dissolved_on,
        tier=team.tier,
        is_combined=team.is_combined,
    )


def _member_facts(member: TeamMember, home: Institution) -> MemberFacts:
    person = member.practitioner
    return MemberFacts(
        practitioner_id=person.id,
        name=person.name,
        role=member.role,
        roles=tuple(person.roles),
        qualifications=tuple(person.qualifications),
        places=places_of(person.institution, home),
        weekly_hours=None if member.weekly_hours is None else float(member.weekly_hours),
    )


def places_of(institution: Institution, home: Institution) -> tuple[str, ...]:
    """What the tiers of teams ask of where a member comes from: the team's own institution, a hospital of its union."""
    is_bound = home.consortium_id is not None and institution.consortium_id == home.consortium_id
    answers = {
        "own": institution.id == home.id,
        "union_hospital": is_bound and institution.level in HOSPITAL_LEVELS,
    }
    return tuple(place for place, is_so in answers.items() if is_so)
