"""Turn coded errors that reach the edge of a page into an answer with the right status."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import CodedError


class ErrorMiddleware:
    """Pages: 404, 409, 422 and 429 as a page that says what to do; the API has handlers of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, CodedError):
            return None
        template = "404.html" if exception.status == 404 else "ui/refused.html"
        return render(request, template, {"error": exception}, status=exception.status)
