"""Codes that are awaited, and sessions that hold."""

import datetime as dt
import hashlib
from uuid import UUID

from jiayi.surfaces.portal.models import PortalSession, SignInCode

from .limits import limits_on


def digest_of(token: str) -> str:
    """What is kept of a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_for(code_id: UUID, at: dt.datetime) -> SignInCode | None:
    """A code that can still be answered."""
    return SignInCode.objects.filter(pk=code_id, used_at=None, expires_at__gt=at).first()


def session_of(token: str, at: dt.datetime) -> PortalSession | None:
    """The session of a cookie while it holds: not ended, not too old, not idle too long. One query."""
    if not token:
        return None
    rows = PortalSession.objects.filter(digest=digest_of(token), ended_at=None, expires_at__gt=at)
    found = rows.select_related("resident", "subject__region", "subject__household").first()
    if found is None or at - found.seen_at > dt.timedelta(minutes=limits_on(at.date()).idle_minutes):
        return None
    return found
