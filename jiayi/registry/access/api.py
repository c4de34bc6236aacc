"""Tokens of the API: how to get one, and who stands behind one."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.security import HttpBearer
from pydantic import ConfigDict, Field

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import Unauthenticated
from jiayi.foundation.base.viewer import Viewer

from . import selectors, services, sessions
from .models import User
from .viewers import UserViewer

router = Router(tags=["access"])


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <token>`; the request then has its viewer. Sessions of the pages do not count here."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        viewer = selectors.viewer_of_token(services.digest_of(token), clock.now())
        if viewer.actor_id is None:
            return None
        request.viewer = viewer
        request.logged_actor = viewer.actor_id
        return viewer


class TokenRequest(Schema):
    model_config = ConfigDict(extra="forbid")

    username: str = Field(max_length=60)
    password: str = Field(max_length=128)
    otp: str = Field("", max_length=10, description="The authenticator's code, where one is enrolled.")


class TokenAnswer(Schema):
    token: str
    expires_at: dt.datetime


@router.post("/token", auth=None, response=TokenAnswer, summary="Sign in for a token")
def token(request: HttpRequest, data: TokenRequest) -> dict[str, Any]:
    """A token for a username and password; the lockout of the sign-in page holds here too."""
    now = clock.now()
    user = sessions.check_password(request, username=data.username, password=data.password, now=now)
    if user is None:
        raise Unauthenticated("E_SIGN_IN", _("用户名或密码不正确。"))
    if user.must_change_password:
        raise Unauthenticated("E_PASSWORD_MUST_CHANGE", _("请先在网页上登录并修改密码。"))
    viewer = selectors.viewer_of(user)
    _check_second_step(user, viewer, data.otp, now)
    issued = services.issue_token(by=viewer, label="api", at=now)
    return {"token": issued, "expires_at": now + services.LIFETIME}


def _check_second_step(user: User, viewer: UserViewer, code: str, now: dt.datetime) -> None:
    if selectors.authenticator_of(user.pk):
        if not services.verify_code(user_id=user.pk, code=code, at=now):
            raise Unauthenticated("E_CODE_WRONG", _("验证码不正确或已用过，请等下一个验证码再试。"))
    elif sessions.needs_second_step(viewer, settings.TOTP_POSTS):
        raise Unauthenticated("E_SECOND_STEP_MISSING", _("请先在网页上启用两步验证。"))
