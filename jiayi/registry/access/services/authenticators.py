"""Authenticator apps: a second factor by time-based codes."""

import datetime as dt
import secrets
from uuid import UUID

from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from jiayi.foundation.audit.services import record
from jiayi.foundation.base.encryption import encrypt
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.access.models import Authenticator, User
from jiayi.registry.access.terms import Refusal

from .accounts import end_all_access

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
TOLERANCE = 1  # steps: a clock may be half a minute off


@retrying_atomic
def begin_enrolment(*, by: Viewer) -> Authenticator:
    """The owner's authenticator, waiting for its first code; an unfinished one gets a new secret."""
    if Authenticator.objects.filter(user_id=by.actor_id, confirmed=True).exists():
        raise NotVisible
    Authenticator.objects.filter(user_id=by.actor_id).delete()
    authenticator = Authenticator(user_id=by.actor_id, name="totp", confirmed=False)
    authenticator.sealed_secret = encrypt(secrets.token_bytes(SECRET_BYTES).hex(), authenticator.place)
    authenticator.save(force_insert=True)
    return authenticator


@retrying_atomic
def confirm_enrolment(*, by: Viewer, code: str, at: dt.datetime) -> Authenticator:
    """The first code shows that the app has the secret: from now on each sign-in asks for one; other sessions end."""
    authenticator = Authenticator.objects.filter(user_id=by.actor_id, confirmed=False).first()
    if authenticator is None or not verify_code(user_id=by.actor_id, code=code, at=at):
        raise BadShape(Refusal.CODE_WRONG, _("验证码不正确，请核对手机时间后再试。"))
    Authenticator.objects.filter(pk=authenticator.pk).update(confirmed=True)
    end_all_access(User.objects.get(pk=by.actor_id), at)
    record(by=by, act="access.enrol_authenticator", subject_kind="user", subject_ids=[by.actor_id])
    return Authenticator.objects.get(pk=authenticator.pk)


@retrying_atomic
def remove_authenticator(*, by: Viewer, password: str) -> None:
    """The owner gives up the second factor; the password is asked for once more."""
    if not User.objects.get(pk=by.actor_id).check_password(password):
        raise BadShape(Refusal.PASSWORD_WRONG, _("当前密码不正确。"))
    Authenticator.objects.filter(user_id=by.actor_id).delete()
    record(by=by, act="access.remove_authenticator", subject_kind="user", subject_ids=[by.actor_id])


@retrying_atomic
def verify_code(*, user_id: UUID, code: str, at: dt.datetime) -> bool:
    """Whether code is the user's next one: each counts once, and wrong ones make the next try wait ever longer."""
    authenticator = Authenticator.objects.select_for_update().filter(user_id=user_id).first()
    if authenticator is None or not authenticator.verify_is_allowed()[0]:
        return False
    totp = TOTP(authenticator.secret, step=STEP_SECONDS, digits=DIGITS)
    totp.time = at.timestamp()
    is_right = code.isascii() and code.isdigit() and len(code) == DIGITS
    if not is_right or not totp.verify(int(code), TOLERANCE, authenticator.last_step + 1):
        authenticator.throttle_increment(commit=True)
        return False
    authenticator.last_step = totp.t()
    authenticator.throttle_reset(commit=False)
    authenticator.save()
    return True
