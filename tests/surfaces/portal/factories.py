"""Residents who sign in as people do: a number, a code, a cookie; every value is made up."""

import datetime as dt
import re
from typing import Any

from django.test import Client

from jiayi.community.engagement.models import Message
from jiayi.foundation.base import clock
from jiayi.surfaces.portal import services
from jiayi.surfaces.portal.models import SignInCode
from jiayi.surfaces.portal.terms import COOKIE

PHONE = "13912345678"
OTHER_PHONE = "13912345679"


def code_sent_to(phone: str = PHONE, *, at: dt.datetime | None = None) -> tuple[SignInCode, str]:
    """Ask for a code and read it in the outbox; "" where nothing was sent."""
    at = at or clock.now()
    code = services.ask_code(phone=phone, address="10.0.0.1", at=at)
    services.send_codes(at=at)
    message = Message.objects.filter(key=f"portal:{code.id}").first()
    code.refresh_from_db()
    return code, (message.words["code"] if message else "")


def signed_in(resident: Any, client: Client | None = None) -> Client:
    """A browser with a session of this resident."""
    client = client or Client()
    code = SignInCode.objects.create(
        phone_key=b"x" * 32, address_index=b"y", asked_at=clock.now(), expires_at=clock.now(), signer_id=resident.id
    )
    token, _session = services.begin_session(code=code, phone_holders=[resident.id], at=clock.now())
    client.cookies[COOKIE] = token
    return client


def text_of(answer: Any) -> str:
    """The words of a page."""
    body = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", body)
