"""The JSON API: its routers, its answers to errors, its documentation.

To add a room's API, write `jiayi/<floor>/<room>/api.py` with a `router` and add one line to ROUTERS. Operations find
their viewer at `request.viewer`, raise the errors of `base.errors`, and use `base.idempotency.answer_once` for POSTs.
"""

import logging
from typing import Any

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import Swagger
from ninja.errors import AuthenticationError, HttpError, ValidationError

from jiayi.foundation.base.errors import BadShape, CodedError, NotVisible
from jiayi.foundation.base.scrubbing import scrub
from jiayi.foundation.base.transactions import is_lost_race
from jiayi.foundation.rulebook import RulebookError
from jiayi.insight.indicators import api as indicators
from jiayi.registry.access import api as access
from jiayi.registry.organization import api as organization
from jiayi.registry.people import api as people
from jiayi.service.agreements import api as agreements
from jiayi.service.care import api as care
from jiayi.service.insurance import api as insurance
from jiayi.service.prescriptions import api as prescriptions
from jiayi.service.referral import api as referral
from jiayi.service.scheduling import api as scheduling

from . import decisions_api
from .api_parser import StrictParser
from .api_schema import DocumentedAPI

log = logging.getLogger("jiayi.api")

ROUTERS = [
    ("", access.router),
    ("", people.router),
    ("", organization.router),
    ("/decisions", decisions_api.router),
    ("", agreements.router),
    ("", scheduling.router),
    ("", care.router),
    ("", prescriptions.router),
    ("", referral.router),
    ("", insurance.router),
    ("", indicators.router),
]

api = DocumentedAPI(
    title="Jiayi",
    version="1",
    description="Family-doctor contract service. Every error is {code, message, breaches}.",
    urls_namespace="api",
    docs_url=None,
    auth=access.TokenAuth(),
    parser=StrictParser(),
)
for prefix, router in ROUTERS:
    api.add_router(prefix, router)


def refusal(status: int, code: str, message: str, breaches: list[dict[str, Any]] | None = None) -> JsonResponse:
    """The one shape of every error."""
    return JsonResponse({"code": code, "message": message, "breaches": breaches or []}, status=status)


@api.exception_handler(CodedError)
def _coded(request: HttpRequest, error: CodedError) -> HttpResponse:
    response = refusal(error.status, error.code, error.message or words_for(error.status), error.breaches)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(AuthenticationError)
def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = refusal(401, "E_TOKEN", _("请带上有效的令牌：Authorization: Bearer <token>。"))
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which fields do not fit and how, never what they held. An id in the address that is none leads nowhere."""
    if all(each["loc"][0] == "path" for each in error.errors):
        return _coded(request, NotVisible())
    fields = [{"code": each["type"], "field": scrub(".".join(map(str, each["loc"])))[:120]} for each in error.errors]
    return refusal(422, "E_SHAPE", words_for(422), fields)


@api.exception_handler(RulebookError)
def _no_decision(request: HttpRequest, error: RulebookError) -> HttpResponse:
    status = 404 if error.code == "E_RULE_UNKNOWN" else 422
    return refusal(status, error.code, scrub(error.message), [{"code": error.code, "field": scrub(error.path)}])


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _coded(request, NotVisible())


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return _coded(request, BadShape("E_SHAPE"))
    if error.status_code == 404:
        return _coded(request, NotVisible())
    return refusal(error.status_code, f"E_HTTP_{error.status_code}", words_for(error.status_code))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return refusal(413, "E_TOO_LARGE", words_for(413))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    if is_lost_race(error):
        response = refusal(503, "E_BUSY", _("系统繁忙，请稍后重试。"))
        response["Retry-After"] = "1"
        return response
    log.error("an operation broke", exc_info=error)
    return refusal(500, "E_INTERNAL", words_for(500))


def words_for(status: int) -> str:
    """Words for a status."""
    return {
        401: _("请先登录。"),
        404: _("没有找到。"),
        405: _("这个地址不接受这种方法（见 /api/docs）。"),
        409: _("按规定不能这样办。"),
        413: _("请求内容太大，最多 5 MB。"),
        422: _("内容不符合要求。"),
        429: _("操作太频繁，请稍后再试。"),
    }.get(status, _("系统出错，已记录，请稍后再试。"))


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """No such address below /api/."""
    return _coded(request, NotVisible())


@login_not_required
@csp_update({"style-src": ["'unsafe-inline'"]})  # Swagger UI writes style attributes; on this page alone
def documentation(request: HttpRequest) -> HttpResponse:
    """The API's documentation, from files of this server."""
    return Swagger().render_page(request, api)
