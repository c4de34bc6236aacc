"""The page of tasks."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import list_page, render_list
from jiayi.registry.tasks import presenters, selectors
from jiayi.registry.tasks.permissions import ACTING, READ


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """What is to be done within the viewer's reach, the nearest first; without a filter, what can be done today."""
    if not request.viewer.can(READ):
        raise NotVisible
    today = clock.today()
    found = selectors.tasks(request.viewer, on=today, due=request.GET.get("due", ""))
    page = list_page(presenters.task_list(), found, request.GET)
    shown = {task.resident_id for task in page.rows if task.resident_id}
    if shown:
        audit.record_read(by=request.viewer, act="tasks.list_tasks", resident_ids=shown)
    context = {
        "page": page.show(partial(presenters.row_of, on=today)),
        "may_act": any(request.viewer.can(one) for one in ACTING),
    }
    return render_list(request, "tasks/tasks.html", context)
