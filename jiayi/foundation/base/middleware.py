"""What happens to every request: its context, its line in the log, its errors, and no copy left in caches."""

import logging
import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiayi.foundation.rulebook import RulebookError

from .errors import BadShape, CodedError
from .request import RequestContext, address_of, new_request_id, request_context
from .scrubbing import scrub

log = logging.getLogger("jiayi.request")


class RequestMiddleware:
    """Outermost of ours: the request's context, the answer's X-Request-ID, and one line of access log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        with request_context(RequestContext(new_request_id(), address_of(request))) as context:
            response = self.get_response(request)
            response["X-Request-ID"] = context.id
            log.info("answered", extra={"fields": _fields(request, response, time.perf_counter() - began)})
        return response


def _fields(request: HttpRequest, response: HttpResponse, seconds: float) -> dict:
    """Route template instead of path, never a query, the actor's id instead of a name."""
    match = request.resolver_match
    actor = getattr(request, "logged_actor", None)
    return {
        "method": request.method if request.method in KNOWN_METHODS else "OTHER",
        "route": match.route if match else "",
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "actor": str(actor) if actor else "",
    }


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class NoStoreMiddleware:
    """Nothing that we render stays in a cache of a browser or of a proxy, unless a view says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ErrorMiddleware:
    """Pages: 404, 409, 422 and 429 as a page that says what to do; the API has handlers of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RulebookError):
            exception = BadShape(exception.code, scrub(exception.message))
        if not isinstance(exception, CodedError):
            return None
        template = "404.html" if exception.status == 404 else "ui/refused.html"
        return render(request, template, {"error": exception}, status=exception.status)
