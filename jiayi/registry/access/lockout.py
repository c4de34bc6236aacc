"""Limits on wrong passwords: one person from one address (axes), and one address trying many people."""

import datetime as dt

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from jiayi.foundation.base.encryption import blind_index
from jiayi.foundation.base.request import address_of


def username_digest(request: HttpRequest, credentials: dict | None) -> str:
    """What attempts are kept under: people type all kinds of things into that field, identity numbers too."""
    username = (credentials or {}).get("username") or ""
    digest = blind_index(username, "access.sign_in")
    return digest.hex() if digest else ""


def is_address_blocked(request: HttpRequest, now: dt.datetime) -> bool:
    """Whether this address has failed so often of late, for whomever, that nobody may try from it for a while."""
    since = now - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(ip_address=address_of(request) or None, attempt_time__gte=since)
    return (attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0) >= settings.ADDRESS_FAILURE_LIMIT


def keep_answer(request: HttpRequest, response: HttpResponse, credentials: dict | None) -> HttpResponse:
    """Axes asks what to answer to somebody locked out: what the view already said."""
    return response
