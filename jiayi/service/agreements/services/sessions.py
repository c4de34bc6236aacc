"""Hold a signing session: the queue of a village, each household seen to once, also from several tablets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import AgreementPaper, SessionEntry, SigningSession
from jiayi.service.agreements.selectors.sessions import Candidate, candidates, candidates_of, entry_for, session_for
from jiayi.service.agreements.terms import (
    NO_GUARDIAN,
    Channel,
    EntryState,
    EvidenceKind,
    Guardian,
    Kind,
    SigningRequest,
    Unit,
)

from .evidence import add_evidence
from .refusals import record_refusal
from .signing import sign_agreement


@retrying_atomic
def open_session(*, by: Viewer, region_code: str, held_on: dt.date, place: str, on: dt.date) -> SigningSession:
    """Open a session with the team of a village and queue every household that has somebody to sign or renew.

    A session that is open there already is the answer. BadShape where no team answers, or nobody waits.
    """
    team_id = organization.team_of_region(region_code, held_on)
    team = organization.team_facts(team_id, held_on) if team_id else None
    if team is None:
        raise misshapen("E_NO_TEAM_FOR_VILLAGE", "region")
    permissions.require_team(by, permissions.signs_with(by), team)
    present = SigningSession.objects.filter(region_id=region_code, team_id=team.id, closed_at=None).first()
    if present:
        return present
    waiting = candidates(by, region_code, on=on)
    if not waiting:
        raise misshapen("E_NOBODY_WAITS", "region")
    session = SigningSession.objects.create(
        team_id=team.id,
        institution_id=team.institution_id,
        region_id=region_code,
        held_on=held_on,
        place=place.strip()[:120],
        opened_by_name=by.actor_name[:60],
    )
    SessionEntry.objects.bulk_create(_queue(session, waiting))
    _record(by, "agreements.open_session", session, [one.resident.id for one in waiting])
    return session


def _queue(session: SigningSession, waiting: Sequence[Candidate]) -> list[SessionEntry]:
    groups: dict[UUID, list[Candidate]] = defaultdict(list)
    for one in waiting:
        groups[one.resident.household_id or one.resident.id].append(one)
    return [
        SessionEntry(
            session=session,
            household_id=group[0].resident.household_id,
            resident_id=min(group, key=lambda one: (not _is_head(one), one.resident.birth_date)).resident.id,
            place=place,
            persons=len(group),
        )
        for place, group in enumerate(groups.values(), start=1)
    ]


def _is_head(candidate: Candidate) -> bool:
    household = candidate.resident.household
    return household is not None and household.head_id == candidate.resident.id


@transaction.atomic
def sign_entry(
    *,
    by: Viewer,
    entry_id: UUID,
    resident_ids: Sequence[UUID],
    packages: Sequence[str],
    content: bytes,
    document_shown: str,
    told_list: bool,
    on: dt.date,
    at: dt.datetime,
    guardian: Guardian = NO_GUARDIAN,
) -> list[AgreementPaper]:
    """Sign those of a household who came, new ones and renewals, each on a paper, with one drawn signature; minors by
    their guardian, who is of the household or named.

    All or nobody. A household that another tablet has seen to is E_NOT_IN_QUEUE.
    """
    entry = _locked(by, entry_id)
    chosen = [one for one in candidates_of(by, entry, on=on) if one.resident.id in set(resident_ids)]
    if len(chosen) < len(set(resident_ids)) or not chosen:
        raise misshapen("E_NOBODY_TO_SIGN", "resident_ids")
    if not content:
        raise misshapen("E_DRAWING_EMPTY", "signature")
    papers = []
    for kind, group in _by_kind(chosen).items():
        asked = SigningRequest(
            team_id=entry.session.team_id,
            packages=tuple(packages),
            signed_on=on,
            resident_ids=tuple(one.resident.id for one in group),
            household_id=entry.household_id,
            kind=kind,
            unit=Unit.HOUSEHOLD if entry.household_id else Unit.PERSON,
            document_shown=document_shown,
            told_list=told_list,
            channel=Channel.GROUP_EVENT,
            guardian_id=guardian.id,
            guardian_name=guardian.name,
            guardian_relation=guardian.relation,
        )
        paper = sign_agreement(by=by, asked=asked, on=on)
        add_evidence(by=by, paper_id=paper.id, kind=EvidenceKind.DRAWN, content=content, at=at)
        papers.append(paper)
    _see_to(entry, EntryState.SIGNED, at, paper=papers[0])
    return papers


@transaction.atomic
def put_off_entry(*, by: Viewer, entry_id: UUID, at: dt.datetime) -> SessionEntry:
    """The household did not come; it may be called again while the session is open."""
    entry = _locked(by, entry_id)
    _see_to(entry, EntryState.ABSENT, at)
    _record(by, "agreements.put_off_entry", entry.session, [entry.resident_id])
    return entry


@transaction.atomic
def refuse_entry(
    *, by: Viewer, entry_id: UUID, resident_ids: Sequence[UUID], reason: str, on: dt.date, at: dt.datetime
) -> SessionEntry:
    """Those of the household who are unsigned do not want to sign: each goes into the register of refusals."""
    entry = _locked(by, entry_id)
    for one in candidates_of(by, entry, on=on):
        if one.resident.id in set(resident_ids) and one.former is None:
            record_refusal(
                by=by,
                resident_id=one.resident.id,
                reason=reason,
                refused_on=on,
                on=on,
                team_id=entry.session.team_id,
            )
    _see_to(entry, EntryState.REFUSED, at)
    return entry


@retrying_atomic
def close_session(*, by: Viewer, session_id: UUID, at: dt.datetime) -> SigningSession:
    """End a session; who is still waiting stays on the to-sign list."""
    session = session_for(by, session_id)
    SigningSession.objects.filter(id=session.id, closed_at=None).update(closed_at=at)
    _record(by, "agreements.close_session", session, [])
    session.closed_at = session.closed_at or at
    return session


def _locked(by: Viewer, entry_id: UUID) -> SessionEntry:
    entry = entry_for(by, entry_id)
    if not permissions.may_sign(by):
        raise NotVisible
    held = SessionEntry.objects.select_for_update(of=("self",)).get(id=entry.id)
    if entry.session.closed_at is not None:
        raise misshapen("E_SESSION_CLOSED")
    if held.state not in (EntryState.WAITING, EntryState.ABSENT):
        raise misshapen("E_NOT_IN_QUEUE")
    held.session = entry.session
    return held


def _by_kind(chosen: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for one in chosen:
        found.setdefault(Kind.RENEWAL if one.former else Kind.FIRST, []).append(one)
    return found


def _see_to(entry: SessionEntry, state: str, at: dt.datetime, *, paper: AgreementPaper | None = None) -> None:
    entry.state, entry.seen_at, entry.paper = state, at, paper
    entry.save(update_fields=["state", "seen_at", "paper", "updated_at"])


def _record(by: Viewer, act: str, session: SigningSession, resident_ids: Sequence[UUID]) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="signing_session",
        subject_ids=[session.id],
        resident_ids=list(resident_ids),
        details={"region": session.region_id},
    )
