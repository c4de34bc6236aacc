"""What all acts over many share: they begin with permission and a reason, move areas and members, and are recorded."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import Journal, counts_of
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Area, Institution, Reorganization, Team, TeamMember
from jiayi.registry.organization.permissions import REORGANIZE, require_at
from jiayi.registry.organization.selectors.composition import composition_of_team
from jiayi.registry.organization.selectors.teams import team_facts_of
from jiayi.registry.organization.services.laws import Breach, breach, kept_by, misshapen, refuse
from jiayi.registry.organization.services.teams import end_or_drop
from jiayi.registry.organization.terms import ReorganizationKind


def begin(
    *,
    by: Viewer,
    kind: ReorganizationKind,
    institutions: Sequence[Institution],
    former: Iterable[str],
    following: Iterable[str],
    reason: str,
    on: date,
) -> tuple[Reorganization, Journal]:
    """The act, allowed at every institution it touches, and its journal; a reason is asked for."""
    for institution in institutions:
        require_at(by, REORGANIZE, institution)
    if not reason.strip():
        misshapen(breach("E_REASON_REQUIRED", on=on))
    act = new_act(by, kind, institutions[0], former=former, following=following, reason=reason, on=on)
    return act, Journal(act.id)


def new_act(
    by: Viewer,
    kind: ReorganizationKind,
    institution: Institution,
    *,
    former: Iterable[str],
    following: Iterable[str] = (),
    reason: str,
    on: date,
) -> Reorganization:
    """An act among those that can be undone, before anything of it is done."""
    return Reorganization.objects.create(
        kind=kind,
        effective_on=on,
        reason=reason.strip()[:200],
        institution=institution,
        region_id=institution.region_id,
        former=list(former),
        following=list(following),
        done_by=by.actor_id,
        done_by_name=by.actor_name[:60],
    )


@transaction.atomic
def note_warnings(*, act_id: UUID, findings: Sequence[Breach]) -> None:
    """Put beside an act what the rooms above would have people mind: it is shown before and after, and kept."""
    act = Reorganization.objects.select_for_update().get(id=act_id)
    act.warnings = [*act.warnings, *findings]
    act.save(update_fields=["warnings", "updated_at"])


def finish(by: Viewer, act: Reorganization) -> Reorganization:
    """Count what was changed, in every room, and write the act into the history."""
    act.refresh_from_db(fields=["warnings"])
    act.counts = counts_of(act.id)
    act.save(update_fields=["counts", "updated_at"])
    audit.record(
        by=by,
        act=f"organization.{act.kind}",
        subject_kind="reorganization",
        subject_ids=[act.id],
        details={
            "former": act.former,
            "following": act.following,
            "on": act.effective_on,
            "reason": act.reason,
            "rows": act.counts,
            "warnings": [each["code"] for each in act.warnings],
        },
    )
    return act


def locked_teams(team_ids: Iterable[UUID], on: date) -> dict[UUID, Team]:
    """Open teams, locked in one order; NotVisible where one is missing."""
    wanted = sorted(set(team_ids))
    rows = Team.objects.select_for_update(of=("self",)).select_related("institution").filter(id__in=wanted)
    found = {team.id: team for team in rows.order_by("id")}
    if len(found) < len(wanted):
        raise NotVisible
    for team in found.values():
        if team.dissolved_on is not None or team.founded_on >= on:
            refuse(breach("B_TEAM_CHANGED_LATER", on=on))
    return found


def move_areas(journal: Journal, areas: Iterable[Area], team: Team, on: date, *, responsible: dict[UUID, UUID]) -> None:
    """Give areas to a team from a day; `responsible` names another person for those who do not come along."""
    for area in list(areas):
        end_or_drop(area, on, journal)
        new = Area(
            institution_id=team.institution_id,
            region_id=area.region_id,
            building_id=area.building_id,
            team=team,
            responsible_person_id=responsible.get(area.responsible_person_id, area.responsible_person_id),
            starts_on=max(on, area.starts_on),
            ends_on=area.ends_on,
        )
        _draw(journal, new, on)


def _draw(journal: Journal, area: Area, on: date) -> None:
    with kept_by({"area_never_overlaps": lambda: breach("B_AREA_OVERLAP", on=on, units=area.region_id)}):
        area.save(force_insert=True)
    journal.made(area)


def join(journal: Journal, team: Team, members: Iterable[tuple[UUID, str]], on: date) -> None:
    """Have these people be members from a day, those that are already left alone."""
    present = set(team.members.filter(not_over(on)).values_list("practitioner_id", "role"))
    for practitioner_id, role in sorted(set(members) - present):
        journal.made(TeamMember.objects.create(team=team, practitioner_id=practitioner_id, role=role, starts_on=on))


def complete_teams(team_ids: Iterable[UUID], on: date) -> set[UUID]:
    """Those of these teams that fill their template on the day."""
    teams = team_facts_of(team_ids, on).values()
    return {team.id for team in teams if composition_of_team(team, on).allowed}


def require_complete(team_ids: Iterable[UUID], were_complete: set[UUID], on: date) -> None:
    """Teams that filled their template before still do."""
    teams = [team for team in team_facts_of(team_ids, on).values() if team.id in were_complete]
    broken = [each for team in teams for each in composition_of_team(team, on).broken]
    if broken:
        refuse(*broken)
