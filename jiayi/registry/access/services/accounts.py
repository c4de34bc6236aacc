"""Accounts: created, disabled and given new passwords by a system administrator; kept by their owners."""

import datetime as dt
import re
import secrets
import unicodedata

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jiayi.foundation.audit.services import record
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.scrubbing import scrub
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.access.models import ApiToken, Authenticator, User
from jiayi.registry.access.permissions import ACCOUNT_MANAGE
from jiayi.registry.access.selectors import user_for
from jiayi.registry.access.terms import Refusal

USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{2,59}")


@retrying_atomic
def create_user(
    *, by: Viewer, username: str, name: str, region_code: str, practitioner_id=None, language: str = "zh-hans"
) -> tuple[User, str]:
    """A new account of a region, without any post, and its first password, which is shown once and must be changed."""
    if not by.can(ACCOUNT_MANAGE, region_code):
        raise NotVisible
    username = unicodedata.normalize("NFKC", username).strip()
    if not USERNAME.fullmatch(username) or scrub(username) != username:
        raise BadShape(Refusal.USERNAME_INVALID, _("用户名用 3 到 60 个字母、数字或 _ . @ -，不能是证件号或电话号码。"))
    password = new_password()
    user = User(
        username=username,
        name=name.strip(),
        region_id=region_code,
        practitioner_id=practitioner_id,
        language=language,
        must_change_password=True,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise LawBroken(Refusal.USERNAME_TAKEN, _("这个用户名已被使用。")) from error
    record(by=by, act="access.create_user", subject_kind="user", subject_ids=[user.pk])
    return user, password


@retrying_atomic
def disable_user(*, by: Viewer, user_id, at: dt.datetime) -> None:
    """The user may no longer sign in; every session and token of theirs ends now."""
    user = _managed(by, user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all_access(user, at)
    record(by=by, act="access.disable_user", subject_kind="user", subject_ids=[user.pk])


@retrying_atomic
def enable_user(*, by: Viewer, user_id) -> None:
    """The user may sign in again; what ended stays ended."""
    user = _managed(by, user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by=by, act="access.enable_user", subject_kind="user", subject_ids=[user.pk])


@retrying_atomic
def reset_password(*, by: Viewer, user_id, at: dt.datetime, forget_authenticator: bool = False) -> str:
    """A new password for somebody who lost theirs, shown once; it must be changed at the next sign-in."""
    user = _managed(by, user_id)
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    if forget_authenticator:
        Authenticator.objects.filter(user=user).delete()
    end_all_access(user, at)
    details = {"authenticator_removed": forget_authenticator}
    record(by=by, act="access.reset_password", subject_kind="user", subject_ids=[user.pk], details=details)
    return password


@retrying_atomic
def change_password(*, by: Viewer, old: str, new: str, at: dt.datetime) -> User:
    """The owner's own change: all other sessions and all tokens end; the caller keeps the present session alive."""
    user = User.objects.select_for_update(of=("self",)).get(pk=by.actor_id)
    if not user.check_password(old):
        raise BadShape(Refusal.PASSWORD_WRONG, _("当前密码不正确。"))
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise BadShape(Refusal.PASSWORD_WEAK, " ".join(error.messages)) from error
    if user.check_password(new):
        raise BadShape(Refusal.PASSWORD_WEAK, _("新密码不能与当前密码相同。"))
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    end_all_access(user, at)
    record(by=by, act="access.change_password", subject_kind="user", subject_ids=[user.pk])
    return user


@retrying_atomic
def set_language(*, by: Viewer, language: str) -> None:
    """The language in which the owner is greeted at the next sign-in."""
    User.objects.filter(pk=by.actor_id).update(language=language)
    record(by=by, act="access.set_language", subject_kind="user", subject_ids=[by.actor_id])


def new_password() -> str:
    """Sixteen characters that are not mistaken for one another, in groups that can be read out (about 80 bits)."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def end_all_access(user: User, at: dt.datetime) -> None:
    """No cookie and no token made until now counts any more."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)


def _managed(by: Viewer, user_id) -> User:
    user = user_for(by, user_id, ACCOUNT_MANAGE, lock=True)
    if user.pk == by.actor_id:
        raise LawBroken(Refusal.OWN_ACCOUNT, _("不能这样处理自己的账号，请另一位管理员办理。"))
    return user
