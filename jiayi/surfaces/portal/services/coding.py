"""One-time codes: asked for with any number, sent to registered phones alone.

What asks does the same work whether the number is known or not; a moment later `send_codes` looks who has that phone.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from jiayi.community.engagement import services as engagement
from jiayi.community.engagement.terms import MessageAsked
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.encryption import blind_index
from jiayi.foundation.base.errors import BadShape, TooMany
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.service.agreements import selectors as agreements
from jiayi.surfaces.portal.models import SignInCode
from jiayi.surfaces.portal.selectors import limits_on

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@transaction.atomic
def ask_code(*, phone: str, address: str, at: dt.datetime, signer_id: UUID | None = None) -> SignInCode:
    """Remember that a code was asked for this number (eleven digits); TooMany beyond the limits, known or not."""
    limits = limits_on(at.date())
    key, place = people.phone_key(phone), blind_index(address or "-", "portal.address") or b""
    _in_turn(key)
    asked = SignInCode.objects.filter(phone_key=key, asked_at__gt=at - DAY)
    times = sorted(asked.values_list("asked_at", flat=True))
    from_here = SignInCode.objects.filter(address_index=place, asked_at__gt=at - HOUR).count()
    pause = dt.timedelta(minutes=limits.code_pause_minutes)
    if times and at - times[-1] < pause:
        raise TooMany("E_CODE_TOO_SOON", _("刚刚要过验证码，请一分钟后再试。"))
    if len(times) >= limits.codes_a_day or from_here >= limits.codes_an_address:
        raise TooMany("E_CODES_TOO_MANY", _("今天要的验证码太多了，请过些时候再试，或打电话给家庭医生。"))
    if _is_locked(key, at, limits.lock_failures):
        raise TooMany("E_LOCKED", _("输错次数太多，请一小时后再试。"))
    SignInCode.objects.filter(phone_key=key, used_at=None, expires_at__gt=at).update(expires_at=at)
    return SignInCode.objects.create(
        phone_key=key,
        address_index=place,
        asked_at=at,
        expires_at=at + dt.timedelta(minutes=limits.code_minutes),
        signer_id=signer_id,
    )


def _in_turn(key: bytes) -> None:
    """Whoever asks for the same number at once waits here, so that limits hold for a first code too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key[:8], "big", signed=True)])


def ask_code_of_paper(*, verification_code: str, address: str, at: dt.datetime) -> SignInCode:
    """The code of an agreement was scanned: a code goes to the phone of who signed it; the number is typed by nobody.

    A paper that is unknown, or whose signer has no phone, gets the same answer.
    """
    signer_id = agreements.signer_of_code(verification_code)
    phone = ""
    if signer_id and signer_id in people.addressees([signer_id]):
        by, reason = SystemViewer(), _("居民端登录验证码")
        resident = people.resident_for(by, signer_id)
        phone = people_services.reveal_phones(by=by, residents=[resident], reason=reason)[resident.id]
    number = phone or f"paper:{verification_code[:40]}"
    return ask_code(phone=number, address=address, at=at, signer_id=signer_id if phone else None)


def send_codes(*, at: dt.datetime, most: int = 100) -> int:
    """Send the codes that were asked for, to those who have the phone; of the others nothing happens. How many went."""
    sent = 0
    for _number in range(most):
        outcome = _send_one(at)
        if outcome is None:
            break
        sent += outcome
    return sent


@transaction.atomic
def _send_one(at: dt.datetime) -> bool | None:
    rows = SignInCode.objects.select_for_update(skip_locked=True).filter(handled_at=None).order_by("asked_at")
    code = rows.first()
    if code is None:
        return None
    holders = people.holders_of_phone(bytes(code.phone_key)) if code.expires_at > at else []
    code.handled_at = at
    if holders:
        number = f"{secrets.randbelow(1_000_000):06d}"
        code.digest = _digest(code, number)
        to = next((one for one in holders if one.id == code.signer_id), holders[0])
        minutes = limits_on(at.date()).code_minutes
        asked = MessageAsked(f"portal:{code.id}", "portal_code", to.id, {"code": number, "minutes": minutes})
        engagement.send_message(by=SystemViewer(), asked=asked, at=at)
    code.save()
    return bool(holders)


def take_code(*, code_id: UUID, number: str, at: dt.datetime) -> SignInCode:
    """The code was answered rightly, once. A wrong answer counts, also when it fails; enough of them end the code.

    BadShape in the same words for a wrong code, one that is over, and one that was never sent.
    """
    code = _count(code_id, at)
    limits = limits_on(at.date())
    is_good = code is not None and code.attempts <= limits.code_attempts and bool(code.digest)
    if not is_good or not hmac.compare_digest(code.digest, _digest(code, number.strip())):
        _note_failure(code)
        raise BadShape("E_CODE_WRONG", _("验证码不对或已过期，请核对后再试，或重新获取。"))
    used = SignInCode.objects.filter(pk=code.pk, used_at=None).update(used_at=at)
    if not used:
        raise BadShape("E_CODE_WRONG", _("验证码不对或已过期，请核对后再试，或重新获取。"))
    return code


@transaction.atomic
def _count(code_id: UUID, at: dt.datetime) -> SignInCode | None:
    rows = SignInCode.objects.select_for_update().filter(pk=code_id, used_at=None, expires_at__gt=at)
    code = rows.first()
    if code is None or _is_locked(code.phone_key, at, limits_on(at.date()).lock_failures):
        return None
    code.attempts += 1
    code.save(update_fields=["attempts", "updated_at"])
    return code


def _is_locked(key: bytes, at: dt.datetime, most: int) -> bool:
    rows = SignInCode.objects.filter(phone_key=bytes(key), asked_at__gt=at - HOUR, used_at=None)
    return (rows.aggregate(wrong=Sum("attempts"))["wrong"] or 0) >= most


def _note_failure(code: SignInCode | None) -> None:
    """The history of failures names nobody: the number may be a stranger's."""
    subjects = [code.pk] if code else []
    audit.record(by=SystemViewer(), act="portal.sign_in_failed", subject_kind="sign_in_code", subject_ids=subjects)


def _digest(code: SignInCode, number: str) -> str:
    return hashlib.sha256(f"{code.pk}:{bytes(code.phone_key).hex()}:{number}".encode()).hexdigest()
