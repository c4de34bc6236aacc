"""What this room's pages have in common: lists that export, forms that a service may refuse."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.lists import ListFile, ListPage, list_file, render_list
from jiayi.registry.organization.permissions import EXPORT_ROWS

Present = Callable[[Any], Any]


def list_or_file(
    request: HttpRequest,
    page: ListPage,
    *,
    template: str,
    present: Present,
    name: str,
    act: str,
    columns: list[Column],
    context: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """The list's page, or its rows as a file where the export menu was used; an export is audited."""
    may_export = request.viewer.can(EXPORT_ROWS)
    if "export" in request.POST:
        if not may_export:
            raise NotVisible
        file = ListFile(
            name=name,
            columns=columns,
            record=lambda taken: audit.record(by=request.viewer, act=act, details=taken.details()),
            rows=lambda rows: map(present, rows),
        )
        return list_file(request, page, file, at=clock.now())
    return render_list(request, template, (context or {}) | {"page": page.show(present), "may_export": may_export})


def saved(form: Form, act: Callable[[], Any]) -> Any:
    """What the service answers, or None with its refusal shown above the form."""
    try:
        return act()
    except (LawBroken, BadShape) as error:
        form.refuse(error)
        return None


def form_page(request: HttpRequest, template: str, form: Form, context: dict[str, Any]) -> HttpResponse:
    """The page of a form: 200 when asked for, 409 or 422 when what was sent was refused."""
    refusal = getattr(form, "refusal", None)
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return render(request, template, context | {"form": form, "refusal": refusal}, status=status)
