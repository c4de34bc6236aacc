"""The worklist of the first page: take it away as a file, hand tasks over in bulk."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui import answers as answering
from jiayi.foundation.ui.addresses import own_address
from jiayi.foundation.ui.lists import ListFile, Taken, list_file
from jiayi.registry.tasks import services as tasks
from jiayi.surfaces.workstation.permissions import TASK_ASSIGN
from jiayi.surfaces.workstation.presenters import day as presenters


def day_context(request: HttpRequest) -> dict[str, object]:
    """The worklist as the address asks for it; whoever is shown is on record."""
    today = clock.today()
    day = presenters.day_of(request.viewer, today, request.GET)
    if shown := {task.resident_id for task in day.page.rows if task.resident_id}:
        audit.record_read(by=request.viewer, act="workstation.open_worklist", resident_ids=shown)
    day.page.rows = list(presenters.rows_of(request.viewer, day.page.rows, on=today))
    return {"day": day}


def day_file(request: HttpRequest) -> HttpResponseBase:
    """The worklist as a file."""
    today = clock.today()
    day = presenters.day_of(request.viewer, today, request.GET)
    if not day.may_export:
        raise NotVisible
    file = ListFile(
        name=_("待办事项"),
        columns=presenters.COLUMNS,
        record=partial(_taken, request),
        rows=lambda rows: presenters.rows_of(request.viewer, rows, on=today),
    )
    return list_file(request, day.page, file, at=clock.now())


def _taken(request: HttpRequest, taken: Taken) -> None:
    ids = taken.resident_ids()
    audit.record_reads(by=request.viewer, act="workstation.export_worklist", resident_ids=ids, details=taken.details())


@login_required
@never_cache
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked tasks to somebody, or to nobody in particular; the answer names what became of each."""
    if not request.viewer.can(TASK_ASSIGN):
        raise NotVisible
    task_ids = [found for text in request.POST.getlist("task") if (found := _uuid(text))]
    answers = tasks.assign_tasks(
        by=request.viewer, task_ids=task_ids, practitioner_id=_uuid(request.POST.get("member", "")), on=clock.today()
    )
    back = own_address(request, request.POST.get("next", ""))
    return render(request, answering.TEMPLATE, answering.answers_context(answers, back))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
