"""Pages of the workstation."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiayi.foundation.base import clock


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this viewer today."""
    return render(request, "workstation/home.html", {"today": clock.today()})
