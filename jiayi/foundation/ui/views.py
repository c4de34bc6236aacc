"""Pages that any part of the software may answer with: refusals, errors, and the old browser's notice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def old_browser(request: HttpRequest) -> HttpResponse:
    """What a browser older than Chromium 111 is sent to."""
    return render(request, "ui/old_browser.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Missing and forbidden answer alike."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django itself refused, such as one with too many fields."""
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without this visit's token: usually a page that stayed open over a sign-in."""
    return render(request, "ui/csrf_failure.html", status=403)
