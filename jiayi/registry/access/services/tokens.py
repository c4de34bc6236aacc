"""Tokens of the API: shown once, kept as digests."""

import datetime as dt
import hashlib
import secrets

from jiayi.foundation.audit.services import record
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.access.models import ApiToken

LIFETIME = dt.timedelta(days=30)


@retrying_atomic
def issue_token(*, by: Viewer, label: str = "", at: dt.datetime) -> str:
    """A new token of the viewer's own; it counts for 30 days, and as long as the account and its password do."""
    token = f"jy_{secrets.token_urlsafe(32)}"
    stored = ApiToken.objects.create(
        user_id=by.actor_id, digest=digest_of(token), label=label[:60], expires_at=at + LIFETIME
    )
    record(by=by, act="access.issue_token", subject_kind="token", subject_ids=[stored.pk])
    return token


@retrying_atomic
def revoke_token(*, by: Viewer, token_id, at: dt.datetime) -> None:
    """Nobody is let in with this token of the viewer's own any more."""
    stored = ApiToken.objects.filter(pk=token_id, user_id=by.actor_id).first()
    if stored is None:
        raise NotVisible
    ApiToken.objects.filter(pk=stored.pk, revoked_at=None).update(revoked_at=at)
    record(by=by, act="access.revoke_token", subject_kind="token", subject_ids=[stored.pk])


def digest_of(token: str) -> str:
    """What is kept of a token; 32 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
