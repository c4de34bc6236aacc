"""End agreements: replaced, terminated, void, or because the resident died or moved away."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions
from jiayi.service.agreements.events import AgreementsEnded
from jiayi.service.agreements.faults import broken, misshapen
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors.case import Case
from jiayi.service.agreements.selectors.judging import Judgement, findings
from jiayi.service.agreements.selectors.single import agreement_for
from jiayi.service.agreements.terms import IN_FORCE, EndReason, State

from . import loads
from .following import close_relations, open_relations, restate_tasks
from .merging import reopen
from .racing import LostRace, in_one_race

REQUESTED_BY = ("resident", "team")
# Those that agreements.termination knows; the others follow from what else happens.
TERMINATION_REASONS = (
    EndReason.OWN_WISH,
    EndReason.SERVICE_NOT_PERFORMED,
    EndReason.MOVED_AWAY,
    EndReason.DEATH,
    EndReason.UNREACHABLE_ONE_YEAR,
    EndReason.REFUSED_ONE_YEAR,
    EndReason.TEAM_DISSOLVED,
    EndReason.ENTRY_ERROR,
)


def end_replaced(case: Case, judgement: Judgement, *, on: dt.date) -> list[Agreement]:
    """End the agreements that this paper replaces, on the day before the new one starts. Counters are the caller's."""
    ended = []
    for signatory, verdict in zip(case.signatories, judgement.verdicts, strict=True):
        for former in signatory.replaced:
            stays = former.team_id == case.team.id
            former.state = State.CHANGED if stays else State.TRANSFERRED
            former.end_reason = EndReason.CORRECTION if stays else EndReason.TEAM_CHANGE
            former.ended_on = max(former.starts_on, verdict.starts_on - dt.timedelta(days=1))
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
    ):
        raise LostRace("B_ALREADY_SIGNED")


def terminate_agreement(
    *,
    by: Viewer,
    agreement_id: UUID,
    requested_by: str,
    reason: str,
    confirmed_by_resident: bool = False,
    confirmed_by_team: bool = False,
    note: str = "",
    on: dt.date,
) -> Agreement:
    """Terminate by agreements.termination; LawBroken where a needed confirmation is missing."""
    facts = {
        "requested_by": requested_by,
        "reason": str(reason),
        "confirmed_by_resident": confirmed_by_resident,
        "confirmed_by_team": confirmed_by_team,
    }
    for name, known in (("requested_by", REQUESTED_BY), ("reason", TERMINATION_REASONS)):
        if facts[name] not in known:
            raise misshapen("E_CODE_UNKNOWN", name)
    agreement = _open_to_end(by, agreement_id)
    schemes = organization.schemes_for(agreement.region_id, on)
    outcome = decide("agreements.termination", on=on, schemes=schemes, facts=facts)
    if not outcome["allowed"]:
        raise broken(list(findings([outcome], "breaches")))
    ended_on = outcome["effective_on"]
    _end(by, [agreement], State.TERMINATED, str(reason), ended_on, note, act="agreements.terminate_agreement")
    return agreement


def void_agreement(*, by: Viewer, agreement_id: UUID, note: str, on: dt.date) -> Agreement:
    """Take an agreement back that should never have been entered; the reason is asked for."""
    if not note.strip():
        raise misshapen("E_NOTE_REQUIRED", "note")
    agreement = _open_to_end(by, agreement_id)
    _end(by, [agreement], State.VOID, EndReason.ENTRY_ERROR, on, note, act="agreements.void_agreement")
    return agreement


def _open_to_end(by: Viewer, agreement_id: UUID) -> Agreement:
    agreement = agreement_for(by, agreement_id, permission=permissions.TERMINATE)
    if agreement.state not in IN_FORCE:
        raise misshapen("E_NOT_IN_FORCE")
    return agreement


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


def _end_all_of(by: Viewer, resident_id: UUID, reason: EndReason, on: dt.date) -> None:
    ids = Agreement.objects.filter(resident_id=resident_id, state__in=IN_FORCE).values_list("id", flat=True)
    end_agreements(by=by, agreement_ids=list(ids), reason=reason, on=on)


def end_agreements(*, by: Viewer, agreement_ids: Sequence[UUID], reason: EndReason, on: dt.date) -> None:
    """End those that are in force, for a reason that needs nobody's confirmation."""
    found = list(Agreement.objects.filter(id__in=agreement_ids, state__in=IN_FORCE).order_by("id"))
    if found:
        _end(by, found, State.TERMINATED, reason, on, "", act="agreements.end_agreements")


@transaction.atomic
def reopen_agreements(*, by: Viewer, resident_id: UUID, ended_on: dt.date, reason: str, on: dt.date) -> int:
    """A death or departure was entered by mistake: what it ended is in force again. Answers how many."""
    before = loads.seats_of([resident_id])
    rows = Agreement.objects.filter(
        resident_id=resident_id, state=State.TERMINATED, end_reason=reason, ended_on=ended_on
    )
    ended = list(rows.order_by("starts_on"))
    for agreement in ended:
        reopen(agreement, State.SCHEDULED if agreement.starts_on > on else State.ACTIVE, on=on)
    again = [agreement for agreement in ended if agreement.state in IN_FORCE]
    open_relations(again, by=by, since=on)
    loads.move(loads.Shift(before=before, after=loads.seats_of([resident_id])))
    restate_tasks(again, on=on, outcome="reopened")
    if again:
        ids = [agreement.id for agreement in again]
        audit.record(
            by=by,
            act="agreements.reopen_agreements",
            subject_kind="agreement",
            subject_ids=ids,
            resident_ids=[resident_id],
            details={"reason": str(reason), "on": on.isoformat()},
        )
    return len(again)


def _end(
    by: Viewer, agreements: list[Agreement], state: State, reason: str, on: dt.date, note: str, *, act: str
) -> None:
    in_one_race(lambda: _end_once(by, agreements, state, reason, on, note, act))


def _end_once(
    by: Viewer, agreements: list[Agreement], state: State, reason: str, on: dt.date, note: str, act: str
) -> None:
    residents = _residents(agreements)
    loads.lock_households({agreement.household_id for agreement in agreements if agreement.household_id})
    before = loads.seats_of(residents)
    for agreement in agreements:
        agreement.state, agreement.end_reason, agreement.end_note = state, reason, note[:200]
        agreement.ended_on = on
        _close_row(agreement)
    loads.move(loads.Shift(before=before, after=loads.seats_of(residents)))
    close_relations(agreements, by=by, on=on)
    others = Agreement.objects.filter(resident_id__in=residents, state__in=IN_FORCE)
    restate_tasks([*agreements, *others], on=on, outcome=str(state))
    ids = tuple(agreement.id for agreement in agreements)
    details = {"reason": str(reason), "state": str(state), "on": on.isoformat(), "note": note}
    audit.record(by=by, act=act, subject_kind="agreement", subject_ids=ids, resident_ids=residents, details=details)
    events.publish(AgreementsEnded(ids, tuple(residents), str(reason), on))


def _residents(agreements: Collection[Agreement]) -> list[UUID]:
    return sorted({agreement.resident_id for agreement in agreements})
