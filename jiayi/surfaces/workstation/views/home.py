"""The first page: what waits for this viewer today."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.base import clock


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this viewer today."""
    return render(request, "workstation/home.html", {"today": clock.today()})
