"""A form's page and its act; an act by one button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.ui.forms import Form


def answer_form(
    request: HttpRequest,
    form: Form,
    act: Callable[[], Any],
    *,
    back: str,
    words: dict[str, Any],
    template: str = "ui/answer_form.html",
) -> HttpResponse:
    """The form, or the act and the page behind `back`; a refusal comes back with the form as it was filled in."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, words["done"])
                return redirect(back)
    refusal = getattr(form, "refusal", None)
    breaches = refusal.breaches if isinstance(refusal, LawBroken) else []
    context = words | {"form": form, "back": back, "breaches": breaches}
    return render(request, template, context, status=status)


def do_and_return(request: HttpRequest, act: Callable[[], Any], *, back: str, done: str = "") -> HttpResponse:
    """The act, and the page it came from with a word on how it went."""
    try:
        act()
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    else:
        if done:
            messages.success(request, done)
    return redirect(back)
