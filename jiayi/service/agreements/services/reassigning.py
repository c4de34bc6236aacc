"""Agreements follow when teams and institutions merge or split and villages change: nobody signs anew."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from jiayi.foundation.base.journal import Journal, restore, rows_of
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.jobs import services as jobs
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.events import InstitutionsMerged, TeamsMerged, TeamSplit, VillagesMerged
from jiayi.service.agreements.faults import broken
from jiayi.service.agreements.models import Agreement, TeamLoad
from jiayi.service.agreements.selectors.caps import Caps, caps_on
from jiayi.service.agreements.terms import IN_FORCE, UNSIGNED

from . import loads
from .following import close_relations, open_relations, restate_tasks
from .printing import NOTICES
from .racing import LostRace
from .recording import record
from .takeover import Takers, warn

CHUNK = 1_000
_OPEN = (*IN_FORCE, *UNSIGNED)


@transaction.atomic
def follow_merged_teams(event: TeamsMerged) -> None:
    """Agreements of the merged teams are the one team's; LawBroken where it would break a cap of its scheme."""
    rows = _open().filter(team_id__in=event.team_ids)
    _reassign(
        event.act_id,
        rows,
        lambda journal, some: journal.update(some, team_id=event.into_id, institution_id=event.institution_id),
        on=event.on,
        into_id=event.into_id,
    )
    _notify(event)


@transaction.atomic
def follow_split_team(event: TeamSplit) -> None:
    """Agreements of residents of the places that went, and of doctors who left, are the new team's."""
    went = Q(responsible_person_id__in=event.left_ids) | Q(
        resident__region_id__in=[region for region, building in event.places if building is None]
    )
    rows = _open().filter(went, team_id=event.team_id)
    _reassign(event.act_id, rows, lambda journal, some: _to_new_team(journal, some, event), on=event.on)
    _notify(event)


def _to_new_team(journal: Journal, some: QuerySet[Agreement], event: TeamSplit) -> None:
    """Whoever answers for them or is their contact is of the new team, its leader where the former one stayed."""
    ids = list(some.values_list("id", flat=True))
    rows = Agreement.objects.filter(id__in=ids)
    facts = organization.team_facts(event.new_team_id, event.on)
    members = {member.practitioner_id for member in facts.members} if facts else set()
    for field in ("responsible_person_id", "contact_person_id"):
        journal.update(rows.exclude(**{f"{field}__in": members}), **{field: event.new_leader_id})
    journal.update(rows, team_id=event.new_team_id)


@transaction.atomic
def follow_merged_institutions(event: InstitutionsMerged) -> None:
    """Agreements of the teams that passed over are with the institution that goes on."""
    rows = _open().filter(institution_id=event.institution_id)
    _reassign(
        event.act_id,
        rows,
        lambda journal, some: journal.update(some, institution_id=event.into_id),
        on=event.on,
        anew=_has_other_schemes(event),
    )
    _notify(event)


def _has_other_schemes(event: InstitutionsMerged) -> bool:
    """Whether the teams come under other schemes where they are now, as in another township."""
    both = organization.institutions(SystemViewer()).filter(id__in=[event.institution_id, event.into_id])
    stacks = [organization.schemes_for(code, event.on) for code in both.order_by().values_list("region_id", flat=True)]
    return any(stack != stacks[0] for stack in stacks)


@transaction.atomic
def follow_merged_villages(event: VillagesMerged) -> None:
    """Agreements are listed under the village that goes on; teams stay."""
    rows = _open().filter(region_id__in=event.codes)
    journal = Journal(event.act_id)
    for ids in _chunks(rows):
        journal.update(Agreement.objects.filter(id__in=ids), region_id=event.into_code)
        restate_tasks(list(Agreement.objects.filter(id__in=ids)), on=event.on, outcome="moved")


@transaction.atomic
def undo_reassignment(*, act_id: UUID, on: dt.date) -> None:
    """Bring agreements back to the teams, persons and villages before the act; StillBuiltOn where one moved on."""
    ids = [UUID(row.row_id) for row in rows_of(act_id, Agreement)]
    agreements = list(Agreement.objects.filter(id__in=ids).only("resident_id", "paper_id", "state"))
    residents = [one.resident_id for one in agreements]
    before = loads.seats_of(residents)
    restore(act_id, Agreement)
    loads.move(loads.Shift(before=before, after=loads.seats_of(residents)))
    _follow(act_id, list(dict.fromkeys(ids)), on)


def _notify(event: TeamsMerged | TeamSplit | InstitutionsMerged) -> None:
    notify_households(act_id=event.act_id, by_id=event.by_id, reason=event.reason, effective_on=event.on)


def notify_households(*, act_id: UUID | None, by_id: UUID | None, reason: str, effective_on: dt.date) -> None:
    """Have the notices of households whose agreements an act changed printed in the background, for whoever did it."""
    if act_id is None or by_id is None or not rows_of(act_id, Agreement):
        return
    arguments = {"act_id": str(act_id), "reason": reason, "effective_on": effective_on.isoformat()}
    jobs.start_for(owner_id=by_id, kind=NOTICES, arguments=arguments)


def _open() -> QuerySet[Agreement]:
    return Agreement.objects.filter(state__in=_OPEN)


def _chunks(rows: QuerySet[Agreement]) -> Iterator[list[UUID]]:
    ids = list(rows.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _reassign(
    act_id: UUID,
    rows: QuerySet[Agreement],
    change: Callable[[Journal, QuerySet[Agreement]], object],
    *,
    on: dt.date,
    into_id: UUID | None = None,
    anew: bool = False,
) -> None:
    journal, moved, takers = Journal(act_id), [], Takers()
    caps = _caps_of(into_id, on)
    for ids in _chunks(rows):
        some = Agreement.objects.filter(id__in=ids)
        residents = list(some.values_list("resident_id", flat=True))
        before = loads.seats_of(residents)
        change(journal, some)
        shift = loads.Shift(before=before, after=loads.seats_of(residents), caps=caps, team_id=into_id)
        try:
            loads.move(shift)
        except LostRace as over:
            raise _over_the_caps(over.code, into_id, caps, rows) from over
        takers.add(shift, anew=anew)
        moved += ids
    warn(act_id, takers, on)
    _follow(act_id, moved, on)


def _caps_of(team_id: UUID | None, on: dt.date) -> Caps:
    """The caps of the team that takes agreements in; those of doctors do not matter, as nobody changes the doctor."""
    facts = organization.team_facts(team_id, on) if team_id else None
    if facts is None:
        return Caps()
    caps = caps_on(on, organization.schemes_for(facts.region_code, on), "")
    return Caps(team_households=caps.team_households, team_persons=caps.team_persons)


def _over_the_caps(code: str, team_id: UUID | None, caps: Caps, rows: QuerySet[Agreement]) -> Exception:
    """Every cap that the one team would break, with what it would have, all merged teams counted; the one that was
    hit (`code`) at least."""
    counted = list(TeamLoad.objects.filter(team_id__in={team_id, *rows.values_list("team_id", flat=True)}))
    sides = {
        "B_TEAM_HOUSEHOLDS": (sum(load.households for load in counted), caps.team_households),
        "B_TEAM_PERSONS": (sum(load.persons for load in counted), caps.team_persons),
    }
    over = {each: side for each, side in sides.items() if each == code or (side[1] is not None and side[0] > side[1])}
    return broken([asdict(reason(rulebook(), each, after=after, limit=limit)) for each, (after, limit) in over.items()])


def _follow(act_id: UUID, agreement_ids: list[UUID], on: dt.date) -> None:
    """Places see the residents anew, tasks are the new team's, and the history names everybody."""
    by = SystemViewer()
    for start in range(0, len(agreement_ids), CHUNK):
        agreements = list(Agreement.objects.filter(id__in=agreement_ids[start : start + CHUNK]))
        in_force = [one for one in agreements if one.state in IN_FORCE]
        close_relations(in_force, by=by, on=on)
        open_relations(in_force, by=by, since=on)
        restate_tasks(agreements, on=on, outcome="reassigned")
        record(by, "agreements.reassign_agreements", agreements, {"act": str(act_id), "on": on.isoformat()})
