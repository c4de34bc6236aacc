"""End agreements: what all endings share, and those that follow from a replacement, a death or a move."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.service.agreements.events import AgreementsEnded
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors.case import Case
from jiayi.service.agreements.selectors.judging import Judgement
from jiayi.service.agreements.terms import IN_FORCE, Act, EndReason, State

from . import loads
from .following import close_relations, open_relations, restate_duties, restate_tasks
from .racing import LostRace, in_one_race
from .recording import record
from .reopening import reopen, state_before
from .telling import tell


@dataclass(frozen=True)
class How:
    """How agreements end: the state they come to, why, on which day, by which act of the history."""

    state: str
    reason: str
    on: dt.date
    act: str
    note: str = ""
    evidence: str = ""
    reasons: list[dict[str, Any]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


_ACTS = {State.VOID: Act.CANCEL, State.TERMINATED: Act.TERMINATE}


def end_replaced(case: Case, judgement: Judgement, *, by: Viewer) -> list[Agreement]:
    """End the agreements that this paper replaces, on the day before the new one starts. Counters are the caller's."""
    ended = []
    for signatory, verdict in zip(case.signatories, judgement.verdicts, strict=True):
        for former in signatory.replaced:
            stays = former.team_id == case.team.id
            former.state = State.CHANGED if stays else State.TRANSFERRED
            former.end_reason = EndReason.CORRECTION if stays else EndReason.TEAM_CHANGE
            former.ended_on = max(former.starts_on, verdict.starts_on - ONE_DAY)
            tell(Act.CHANGE if stays else Act.TRANSFER, by=by, on=former.ended_on)
            _close_row(former)
            ended.append(former)
    return ended


def _close_row(agreement: Agreement) -> None:
    still = Agreement.objects.filter(id=agreement.id, state__in=IN_FORCE)
    if not still.update(
        state=agreement.state,
        ended_on=agreement.ended_on,
        end_reason=agreement.end_reason,
        end_note=agreement.end_note,
        end_evidence=agreement.end_evidence,
        end_reasons=agreement.end_reasons,
    ):
        raise LostRace("B_ALREADY_SIGNED")


def end_agreements_of_dead(*, by: Viewer, resident_id: UUID, died_on: dt.date) -> None:
    """End every agreement of a resident who died; of scheduled ones too."""
    _end_all_of(by, resident_id, EndReason.DEATH, died_on)


def end_agreements_of_moved(*, by: Viewer, resident_id: UUID, moved_on: dt.date) -> None:
    """End every agreement of a resident who left the county."""
    _end_all_of(by, resident_id, EndReason.MOVED_AWAY, moved_on)


@transaction.atomic
def move_agreements(*, resident_id: UUID, region_code: str, on: dt.date) -> None:
    """A resident lives in another village now: the agreement stands, and is listed where the resident lives."""
    found = list(Agreement.objects.filter(resident_id=resident_id, state__in=IN_FORCE).select_for_update(no_key=True))
    Agreement.objects.filter(id__in=[agreement.id for agreement in found]).update(region_id=region_code)
    restate_tasks(found, on=on, outcome="moved")
    restate_duties([resident_id], on=on, outcome="moved")


def _end_all_of(by: Viewer, resident_id: UUID, reason: EndReason, on: dt.date) -> None:
    ids = Agreement.objects.filter(resident_id=resident_id, state__in=IN_FORCE).values_list("id", flat=True)
    end_agreements(by=by, agreement_ids=list(ids), reason=reason, on=on)
    restate_duties([resident_id], on=on, outcome=str(reason))


def end_agreements(*, by: Viewer, agreement_ids: Sequence[UUID], reason: EndReason, on: dt.date) -> None:
    """End those that are in force, for a reason that needs nobody's confirmation."""
    found = list(Agreement.objects.filter(id__in=agreement_ids, state__in=IN_FORCE))
    how = How(State.TERMINATED, reason, on, "agreements.end_agreements")
    in_one_race(lambda: end_once(by, found, how))


@transaction.atomic
def reopen_agreements(*, by: Viewer, resident_id: UUID, ended_on: dt.date, reason: str, on: dt.date) -> int:
    """A death or departure was entered by mistake: what it ended is in force again. Answers how many."""
    before = loads.seats_of([resident_id])
    rows = Agreement.objects.filter(
        resident_id=resident_id, state=State.TERMINATED, end_reason=reason, ended_on=ended_on
    )
    ended = list(rows.order_by("starts_on"))
    for agreement in ended:
        reopen(agreement, state_before(agreement, on), by=by, on=on)
    again = [agreement for agreement in ended if agreement.state in IN_FORCE]
    open_relations(again, by=by, since=on)
    loads.move(loads.Shift(before=before, after=loads.seats_of([resident_id])))
    restate_tasks(again, on=on, outcome="reopened")
    if again:
        record(by, "agreements.reopen_agreements", again, {"reason": str(reason), "on": on.isoformat()})
    return len(again)


def end_once(by: Viewer, agreements: list[Agreement], how: How) -> list[Agreement]:
    """End those that are still in force once their rows are locked, and what hangs on them; answers which."""
    loads.lock_households({agreement.household_id for agreement in agreements if agreement.household_id})
    ending = _locked(agreements)
    if not ending:
        return []
    residents = _residents(ending)
    before = loads.seats_of(residents)
    tell(_ACTS[how.state], by=by, on=how.on, note=how.note)
    for agreement in ending:
        agreement.state, agreement.end_reason, agreement.ended_on = how.state, how.reason, how.on
        agreement.end_note, agreement.end_evidence = how.note.strip()[:200], how.evidence.strip()[:200]
        agreement.end_reasons = how.reasons
        _close_row(agreement)
    loads.move(loads.Shift(before=before, after=loads.seats_of(residents)))
    close_relations(ending, by=by, on=how.on)
    others = Agreement.objects.filter(resident_id__in=residents, state__in=IN_FORCE)
    restate_tasks([*ending, *others], on=how.on, outcome=str(how.state))
    _record(by, ending, residents, how)
    return ending


def _locked(agreements: Collection[Agreement]) -> list[Agreement]:
    """Those of these that are in force, their rows locked; the caller's own objects."""
    rows = Agreement.objects.filter(id__in=[agreement.id for agreement in agreements]).order_by("id")
    still = set(rows.select_for_update(no_key=True).values_list("id", "state"))
    held = {agreement_id for agreement_id, state in still if state in IN_FORCE}
    return sorted((one for one in agreements if one.id in held), key=lambda one: one.id)


def _record(by: Viewer, ended: list[Agreement], residents: list[UUID], how: How) -> None:
    ids = tuple(agreement.id for agreement in ended)
    details = {"reason": str(how.reason), "state": str(how.state), "on": how.on.isoformat(), "note": how.note}
    details |= how.details | ({"evidence": how.evidence} if how.evidence else {})
    audit.record(by=by, act=how.act, subject_kind="agreement", subject_ids=ids, resident_ids=residents, details=details)
    events.publish(AgreementsEnded(ids, tuple(residents), str(how.reason), how.on))


def _residents(agreements: Collection[Agreement]) -> list[UUID]:
    return sorted({agreement.resident_id for agreement in agreements})
