"""Sessions of residents: begun by a code, of one person, ended by time or sign-out; apart from those of staff."""

import datetime as dt
import secrets
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.people import selectors as people
from jiayi.surfaces.portal.models import PortalSession, SignInCode
from jiayi.surfaces.portal.selectors import limits_on, represented_by
from jiayi.surfaces.portal.selectors.signing_in import digest_of
from jiayi.surfaces.portal.viewers import ResidentViewer

SEEN_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def begin_session(*, code: SignInCode, phone_holders: list[UUID], at: dt.datetime) -> tuple[str, PortalSession]:
    """A session for who answered the code: the token for the cookie, and the session (of nobody yet where several
    people have the phone)."""
    token = secrets.token_urlsafe(32)
    chosen = code.signer_id if code.signer_id in phone_holders else None
    if chosen is None and len(phone_holders) == 1:
        chosen = phone_holders[0]
    session = PortalSession.objects.create(
        digest=digest_of(token),
        phone_key=bytes(code.phone_key),
        seen_at=at,
        expires_at=at + dt.timedelta(hours=limits_on(at.date()).session_hours),
    )
    if chosen:
        _settle(session, chosen)
    return token, session


@transaction.atomic
def choose_resident(*, session: PortalSession, resident_id: UUID, phone_holders: list[UUID]) -> None:
    """One of the people who have the phone; NotVisible for anybody else."""
    if session.resident_id is not None or resident_id not in phone_holders:
        raise NotVisible
    _settle(session, resident_id)


def _settle(session: PortalSession, resident_id: UUID) -> None:
    resident = people.resident_for(_own(resident_id, ""), resident_id)
    session.resident_id = session.subject_id = resident.id
    session.save(update_fields=["resident", "subject", "updated_at"])
    audit.record(
        by=_own(resident.id, resident.name),
        act="portal.sign_in",
        subject_kind="portal_session",
        subject_ids=[session.id],
        resident_ids=[resident.id],
    )


@transaction.atomic
def act_for(*, session: PortalSession, resident_id: UUID, on: dt.date) -> None:
    """Open somebody else's pages, or one's own again; NotVisible without a recorded authority."""
    found = {one.id: one for one in represented_by(session.resident_id, on)}
    if resident_id not in found:
        raise NotVisible
    session.subject_id = resident_id
    session.save(update_fields=["subject", "updated_at"])
    audit.record(
        by=ResidentViewer(session.resident_id, session.resident.name, resident_id),
        act="portal.act_for",
        subject_kind="resident",
        subject_ids=[resident_id],
        resident_ids=[resident_id],
        details={"as": str(found[resident_id].relation)},
    )


def mark_seen(*, session: PortalSession, at: dt.datetime) -> None:
    """A sign of life, written once a minute at most."""
    if at - session.seen_at >= SEEN_EVERY:
        PortalSession.objects.filter(pk=session.pk).update(seen_at=at)


@transaction.atomic
def end_session(*, session: PortalSession, at: dt.datetime) -> None:
    """Sign out: the cookie counts no more."""
    PortalSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=at)


def _own(resident_id: UUID, name: str) -> ResidentViewer:
    return ResidentViewer(resident_id, name, resident_id)
