"""Staff and teams come and go: agreements pass to successors, or end with their team."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base.journal import Journal
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.people import services as people
from jiayi.registry.people.terms import Purpose
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import IN_FORCE, EndReason

from . import loads
from .ending import end_agreements
from .following import open_relations
from .recording import record
from .takeover import Takers, warn

CHUNK = 1_000


@dataclass(frozen=True)
class Succession:
    """Who takes over from a leaver: by (village, team), else by team, else one person."""

    leaver_id: UUID
    of_areas: dict[tuple[str, UUID], UUID]
    of_teams: dict[UUID, UUID]
    otherwise: UUID

    def successor(self, region_code: str, team_id: UUID) -> UUID:
        return self.of_areas.get((region_code, team_id)) or self.of_teams.get(team_id) or self.otherwise


@transaction.atomic
def hand_over_agreements(*, by: Viewer, succession: Succession, on: dt.date, act_id: UUID | None = None) -> int:
    """Agreements in force pass to the successors, as responsible and as contact persons. Answers how many passed.

    Nobody signs anew, so no cap refuses it: a doctor who is full then signs nobody else, and the act bears a warning.
    """
    journal, takers = Journal(act_id), Takers()
    _pass_on("contact_person", succession, journal)
    passing = list(_held_by("responsible_person", succession).order_by("id"))
    for start in range(0, len(passing), CHUNK):
        takers.add(_pass_responsibility(by, passing[start : start + CHUNK], succession, on, journal))
    warn(act_id, takers, on + ONE_DAY)
    return len(passing)


def _held_by(field: str, succession: Succession):
    return Agreement.objects.filter(**{f"{field}_id": succession.leaver_id}, state__in=IN_FORCE)


def _pass_on(field: str, succession: Succession, journal: Journal) -> None:
    by_successor = defaultdict(list)
    for identity, region, team in _held_by(field, succession).values_list("id", "region_id", "team_id"):
        by_successor[succession.successor(region, team)].append(identity)
    for successor_id, ids in by_successor.items():
        journal.update(Agreement.objects.filter(id__in=ids), **{f"{field}_id": successor_id})


def _pass_responsibility(
    by: Viewer, agreements: list[Agreement], succession: Succession, on: dt.date, journal: Journal
) -> loads.Shift:
    residents = [agreement.resident_id for agreement in agreements]
    before = loads.seats_of(residents)
    by_successor = defaultdict(list)
    for agreement in agreements:
        agreement.responsible_person_id = succession.successor(agreement.region_id, agreement.team_id)
        by_successor[agreement.responsible_person_id].append(agreement.id)
    for successor_id, ids in by_successor.items():
        journal.update(Agreement.objects.filter(id__in=ids), responsible_person_id=successor_id)
    shift = loads.Shift(before=before, after=loads.seats_of(residents))
    loads.move(shift)
    held = {(agreement.resident_id, agreement.paper_id) for agreement in agreements}
    people.close_relations(by=by, purpose=Purpose.AGREEMENT, held=held, until=on, place_id=succession.leaver_id)
    open_relations(agreements, by=by, since=on)
    details = {"from": str(succession.leaver_id), "on": on.isoformat()}
    record(by, "agreements.hand_over_agreements", agreements, details)
    return shift


def end_agreements_of_team(*, by: Viewer, team_id: UUID, dissolved_on: dt.date) -> None:
    """End every agreement with a team on its last day."""
    ids = list(
        Agreement.objects.filter(team_id=team_id, state__in=IN_FORCE).order_by("id").values_list("id", flat=True)
    )
    for start in range(0, len(ids), CHUNK):
        end_agreements(
            by=by, agreement_ids=ids[start : start + CHUNK], reason=EndReason.TEAM_DISSOLVED, on=dissolved_on
        )


def area_successions(areas: Iterable) -> dict[tuple[str, UUID], UUID]:
    """Successors by village and team; of a village divided by buildings the first one stands."""
    found: dict[tuple[str, UUID], UUID] = {}
    for area in areas:
        found.setdefault((area.region_code, area.team_id), area.successor_id)
    return found
