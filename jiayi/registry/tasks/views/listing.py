"""The page of tasks."""

import datetime as dt
from functools import partial

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.tasks import presenters, selectors
from jiayi.registry.tasks.permissions import ACTING, EXPORT, READ


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest) -> HttpResponseBase:
    """What is to be done within the viewer's reach, the nearest first; without a filter, what can be done today.

    POST takes the list away as a file.
    """
    if not request.viewer.can(READ):
        raise NotVisible
    today = clock.today()
    found = selectors.tasks(request.viewer, on=today, due=request.GET.get("due", ""))
    spec = presenters.task_list(request.viewer, today, request.GET.get("region", ""))
    page = list_page(spec, found, request.GET)
    if request.method == "POST":
        return _export(request, page, today)
    shown = {task.resident_id for task in page.rows if task.resident_id}
    if shown:
        audit.record_read(by=request.viewer, act="tasks.list_tasks", resident_ids=shown)
    context = {
        "page": page.show(partial(presenters.row_of, on=today)),
        "may_export": request.viewer.can(EXPORT),
        "may_act": any(request.viewer.can(one) for one in ACTING),
    }
    return render_list(request, "tasks/tasks.html", context)


def _export(request: HttpRequest, page: ListPage, on: dt.date) -> HttpResponseBase:
    if not request.viewer.can(EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("待办事项"),
        columns=presenters.COLUMNS,
        record=partial(_record, request),
        rows=lambda rows: (presenters.row_of(task, on=on) for task in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _record(request: HttpRequest, taken: Taken) -> None:
    """Everybody about whom a task leaves is on record, in entries of a bearable length."""
    ids = taken.resident_ids()
    audit.record_reads(by=request.viewer, act="tasks.export_tasks", resident_ids=ids, details=taken.details())
