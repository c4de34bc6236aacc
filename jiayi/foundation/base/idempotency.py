"""One effect for one Idempotency-Key, however often and however simultaneously a client sends the request.

The key and the effect are committed together. What is kept is a digest of the request and the ids of the answer; the
answer itself is made anew from them, so that no personal data lies here.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .errors import BadShape
from .models import IdempotencyKey
from .transactions import retrying_atomic

KEPT = dt.timedelta(days=7)  # at least 24 hours
HEADER = "Idempotency-Key"
# What an operation that calls answer_once says of itself: `openapi_extra=DOCUMENTED`.
DOCUMENTED = {
    "parameters": [
        {
            "name": HEADER,
            "in": "header",
            "required": False,
            "description": "1 to 200 visible ASCII characters of yours. The same key with the same body has one effect "
            "and one answer, however often it is sent; with another body it is refused (422).",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        }
    ]
}
_KEY = re.compile(r"[\x21-\x7e]{1,200}")

Ids = Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """A client's word that this request is one and the same: whose, under which key, and which request it was."""

    user_id: UUID
    key: str
    route: str
    request_digest: str


def answer_once(
    request: HttpRequest, *, do: Callable[[], Ids], show: Callable[[Ids], Any], status: int = 201
) -> tuple[int, Any]:
    """Do it (or find that it was done) and show the answer: (status, what show makes of the ids that do gave).

    do runs in a transaction and returns plain values by name. Without an Idempotency-Key it simply runs. The same
    key with another body or address is refused (422); what do refuses is not remembered, so that it can be tried again.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return status, show(_plain(retrying_atomic(do)()))
    return status, show(_once(_claim(request, key), do, status))


@retrying_atomic
def _once(claim: Claim, do: Callable[[], Ids], status: int) -> Ids:
    _wait_for_turn(claim)
    done = IdempotencyKey.objects.filter(user_id=claim.user_id, key=claim.key).first()
    if done is None:
        ids = _plain(do())
        IdempotencyKey.objects.create(**vars(claim), status=status, answer_ids=ids)
        return ids
    if (done.route, done.request_digest) != (claim.route, claim.request_digest):
        raise BadShape("E_IDEMPOTENCY_MISMATCH", _("这个 Idempotency-Key 已用于另一个请求。"))
    return done.answer_ids


def _wait_for_turn(claim: Claim) -> None:
    """Requests with one key go one after another, each until its transaction ends."""
    turn = int.from_bytes(hashlib.sha256(f"{claim.user_id}.{claim.key}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [turn])


def _claim(request: HttpRequest, key: str) -> Claim:
    if not _KEY.fullmatch(key):
        raise BadShape("E_IDEMPOTENCY_KEY", _("Idempotency-Key 应为 1 到 200 个可见的 ASCII 字符。"))
    address = f"{request.method} {request.path}"
    return Claim(
        user_id=request.viewer.actor_id,  # type: ignore[attr-defined]
        key=hashlib.sha256(key.encode()).hexdigest(),  # a client may make its keys of anything
        route=address[:120],
        request_digest=hashlib.sha256(_canonical(request.body)).hexdigest(),
    )


def _canonical(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body or b"null"), sort_keys=True, separators=(",", ":")).encode()
    except ValueError:
        return body


def _plain(ids: Ids) -> Ids:
    return json.loads(json.dumps(dict(ids), default=str))


def forget_old_keys(now: dt.datetime) -> int:
    """Delete keys after seven days; how many there were."""
    return IdempotencyKey.objects.filter(created_at__lt=now - KEPT).delete()[0]
