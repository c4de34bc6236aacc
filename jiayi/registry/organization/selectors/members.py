"""The members of teams as everybody may see them, and as those who keep the boards do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from jiayi.foundation.base.periods import in_force
from jiayi.registry.organization.models import Practitioner, Team, TeamMember
from jiayi.registry.organization.terms import PublicField, PublicMember

from .staff import active_on


def teams_with_members(ids: set[UUID], on: date) -> dict[UUID, Team]:
    """The teams by id, in the order of their names, with `members_on_day`: who serves on the day. Two queries."""
    members = TeamMember.objects.filter(in_force(on), active_on(on, "practitioner__"))
    members = members.select_related("practitioner__institution").order_by("starts_on", "id")
    found = Team.objects.filter(id__in=ids).select_related("institution").order_by("name", "id")
    found = found.prefetch_related(Prefetch("members", members, to_attr="members_on_day"))
    return {team.id: team for team in found}


def public_member(member: TeamMember, team: Team) -> PublicMember:
    """The office, and of the person only what the person agreed to."""
    person = member.practitioner
    agreed = {name: _told(person, name) for name in PublicField if name in person.public_fields}
    return PublicMember(
        name=person.name,
        role=member.role,
        is_leader=person.id == team.leader_id,
        title=person.title,
        institution_name=person.institution.name,
        **agreed,
    )


def _told(person: Practitioner, name: PublicField) -> str:
    if name == PublicField.TRAINING:
        return "\n".join(part for part in (person.education, person.training) if part)
    return str(getattr(person, name))


@dataclass(frozen=True, slots=True)
class Publication:
    """A member's part of a board as staff see it: what stands there, what is blank, what the person keeps back."""

    practitioner_id: UUID
    name: str
    role: str
    team_name: str
    shown: tuple[PublicField, ...]
    blank: tuple[PublicField, ...]
    kept_back: tuple[PublicField, ...]
    agreed_on: date | None


def publications_of(team_ids: Iterable[UUID], on: date) -> list[Publication]:
    """Of each member of these teams, in the order of the boards. One query."""
    return [
        _publication(member, team)
        for team in teams_with_members(set(team_ids), on).values()
        for member in sorted(team.members_on_day, key=lambda one: one.practitioner_id != team.leader_id)
    ]


def _publication(member: TeamMember, team: Team) -> Publication:
    person = member.practitioner
    filled = [name for name in PublicField if _told(person, name)]
    return Publication(
        practitioner_id=person.id,
        name=person.name,
        role=member.role,
        team_name=team.name,
        shown=tuple(name for name in filled if name in person.public_fields),
        blank=tuple(name for name in PublicField if name not in filled),
        kept_back=tuple(name for name in filled if name not in person.public_fields),
        agreed_on=person.public_agreed_on,
    )


def public_phones(practitioner_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The phones of those who agreed to have theirs shown. One query."""
    found = Practitioner.objects.filter(
        id__in=list(practitioner_ids), public_fields__contains=[PublicField.PHONE]
    ).exclude(phone="")
    return dict(found.values_list("id", "phone"))
