"""Hand over everything a leaving practitioner answers for, in one transaction."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import Journal, counts_of
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.organization.events import AreaSuccessor, PractitionerHandedOver, TeamSuccessor
from jiayi.registry.organization.models import (
    Area,
    Device,
    Practitioner,
    Reorganization,
    Responsibility,
    Team,
    TeamMember,
)
from jiayi.registry.organization.permissions import PRACTITIONER_WRITE, require_at
from jiayi.registry.organization.selectors.composition import composition_of_team
from jiayi.registry.organization.selectors.handover import Duties, duties_of, successors_of
from jiayi.registry.organization.selectors.teams import team_facts_of
from jiayi.registry.organization.services.laws import breach, refuse
from jiayi.registry.organization.services.reorganizing.acts import complete_teams, new_act
from jiayi.registry.organization.services.staff import end_service, locked_practitioner
from jiayi.registry.organization.services.teams import end_or_drop
from jiayi.registry.organization.terms import DeviceStatus, ReorganizationKind


@retrying_atomic
def hand_over(
    *,
    by: Viewer,
    practitioner_id: UUID,
    last_day: date,
    successor_id: UUID | None = None,
    successors: Mapping[UUID, UUID] | None = None,
) -> Reorganization:
    """End a practitioner's service; each duty goes to its named successor, the rest to `successor_id`.

    `successors` maps the id of a team led, a membership, an area or a responsibility to a practitioner. Devices
    go back to the store. Refuses where a duty has no successor or a team would no longer fill its template.
    """
    leaver = locked_practitioner(practitioner_id)
    require_at(by, PRACTITIONER_WRITE, leaver.institution)
    duties = duties_of(leaver.id, last_day)
    words = ReorganizationKind.HAND_OVER.label_zh
    on = last_day + ONE_DAY
    act = new_act(by, ReorganizationKind.HAND_OVER, leaver.institution, former=[leaver.name], reason=words, on=on)
    journal = Journal(act.id)
    plan = _Plan(leaver, last_day, successor_id, dict(successors or {}), duties)
    _check_unbegun(leaver, last_day)
    team_ids = {row.team_id for row in [*duties.memberships, *duties.areas]} | {team.id for team in duties.leaderships}
    were_complete = complete_teams(team_ids, last_day)
    memberships = _hand_memberships(plan, duties, journal)
    areas = _hand_areas(plan, duties, journal)
    for team in duties.leaderships:
        journal.update(Team.objects.filter(id=team.id), leader_id=plan.successor(team.id))
    _hand_responsibilities(plan, duties, journal)
    devices = Device.objects.filter(id__in=[device.id for device in duties.devices])
    journal.update(devices, status=DeviceStatus.IN_STORE, holder_id=None, held_since=None)
    _check_teams(team_ids, plan, were_complete)
    end_service(leaver, last_day, journal)
    _record(by, plan, duties)
    handed = (tuple(memberships), tuple(areas))
    told = {"by_id": by.actor_id, "reason": f"{leaver.name}{act.reason}"}
    if duties.needs_successor:
        events.publish(PractitionerHandedOver(leaver.id, last_day, plan.default, *handed, act_id=act.id, **told))
    act.refresh_from_db(fields=["warnings"])
    act.following = sorted(person.name for person in plan.people.values())
    act.counts = counts_of(act.id)
    act.save()
    return act


class _Plan:
    """Who takes what from which day; refuses a missing or unsuitable successor."""

    def __init__(
        self,
        leaver: Practitioner,
        last_day: date,
        default: UUID | None,
        by_duty: dict[UUID, UUID],
        duties: Duties,
    ) -> None:
        self.leaver, self.last_day, self.first_day = leaver, last_day, last_day + ONE_DAY
        self.by_duty = by_duty
        groups = (duties.leaderships, duties.memberships, duties.areas, duties.responsibilities)
        ids = [duty.id for group in groups for duty in group]
        if default is None and any(duty not in by_duty for duty in ids):
            refuse(breach("B_SUCCESSOR_MISSING", on=last_day))
        wanted = {by_duty.get(duty, default) for duty in ids} | ({default} if default else set())
        self.people = {person.id: person for person in successors_of(leaver, last_day).filter(id__in=wanted)}
        if wanted - self.people.keys():
            raise NotVisible
        self.default = default or next(iter(self.people), leaver.id)

    def successor(self, duty_id: UUID) -> UUID:
        return self.by_duty.get(duty_id, self.default)


def _check_unbegun(leaver: Practitioner, last_day: date) -> None:
    if leaver.left_on is not None and leaver.left_on < last_day:
        refuse(breach("B_ALREADY_LEFT", on=last_day, name=leaver.name))


def _hand_memberships(plan: _Plan, duties: Duties, journal: Journal) -> list[TeamSuccessor]:
    handed = []
    for member in duties.memberships:
        successor, ends_on = plan.successor(member.id), member.ends_on
        starts_on = max(member.starts_on, plan.first_day)
        end_or_drop(member, plan.first_day, journal)
        if not _is_member(member.team_id, successor, member.role, plan.first_day):
            new = TeamMember(
                team_id=member.team_id,
                practitioner_id=successor,
                role=member.role,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            _make(new, journal)
        handed.append(TeamSuccessor(member.team_id, member.role, successor))
    return handed


def _is_member(team_id: UUID, practitioner_id: UUID, role: str, on: date) -> bool:
    rows = TeamMember.objects.filter(not_over(on), team_id=team_id, practitioner_id=practitioner_id, role=role)
    return rows.exists()


def _hand_areas(plan: _Plan, duties: Duties, journal: Journal) -> list[AreaSuccessor]:
    handed = []
    for area in duties.areas:
        successor, ends_on, starts_on = plan.successor(area.id), area.ends_on, max(area.starts_on, plan.first_day)
        end_or_drop(area, plan.first_day, journal)
        new = Area(
            institution_id=area.institution_id,
            region_id=area.region_id,
            building_id=area.building_id,
            team_id=area.team_id,
            responsible_person_id=successor,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        _make(new, journal)
        building = area.building.name if area.building else ""
        handed.append(AreaSuccessor(area.region_id, building, area.team_id, successor))
    return handed


def _make(row: TeamMember | Area | Responsibility, journal: Journal) -> None:
    row.save(force_insert=True)
    journal.made(row)


def _hand_responsibilities(plan: _Plan, duties: Duties, journal: Journal) -> None:
    for row in duties.responsibilities:
        successor, ends_on, starts_on = plan.successor(row.id), row.ends_on, max(row.starts_on, plan.first_day)
        same = Responsibility.objects.filter(not_over(plan.first_day), region_id=row.region_id, step=row.step)
        end_or_drop(row, plan.first_day, journal)
        if not same.filter(practitioner_id=successor).exists():
            new = Responsibility(
                region_id=row.region_id,
                step=row.step,
                practitioner_id=successor,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            _make(new, journal)


def _check_teams(team_ids: set[UUID], plan: _Plan, were_complete: set[UUID]) -> None:
    """On the successors' first day every team that filled its template still does; who answers is a member."""
    broken = []
    for team in team_facts_of(team_ids, plan.first_day).values():
        members = {member.practitioner_id for member in team.members}
        if team.leader_id not in members:
            broken.append(breach("B_LEADER_NOT_MEMBER", on=plan.first_day))
        if team.id in were_complete:
            broken += composition_of_team(team, plan.first_day).broken
        areas = Area.objects.filter(not_over(plan.first_day), team_id=team.id)
        if areas.exclude(responsible_person_id__in=members).exists():
            broken.append(breach("B_RESPONSIBLE_NOT_MEMBER", on=plan.first_day))
    if broken:
        refuse(*broken)


def _record(by: Viewer, plan: _Plan, duties: Duties) -> None:
    groups = {
        "leaderships": duties.leaderships,
        "memberships": duties.memberships,
        "areas": duties.areas,
        "responsibilities": duties.responsibilities,
    }
    handed = {name: {str(duty.id): str(plan.successor(duty.id)) for duty in group} for name, group in groups.items()}
    audit.record(
        by=by,
        act="organization.hand_over",
        subject_kind="practitioner",
        subject_ids=[plan.leaver.id],
        details={"last_day": plan.last_day, **handed, "devices": [device.id for device in duties.devices]},
    )
