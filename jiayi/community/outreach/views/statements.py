"""What sub-districts say of their populations."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors, services
from jiayi.community.outreach.forms import StatementForm
from jiayi.community.outreach.models import PopulationStatement
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list


@login_required
@require_http_methods(["GET", "POST"])
def statements(request: HttpRequest) -> HttpResponseBase:
    """Statements within reach, the latest first, beside the platform's own figures; POST takes them away as a file."""
    viewer, today = request.viewer, clock.today()
    spec = presenters.statement_list(viewer, request.GET.get("region", ""))
    page = list_page(spec, selectors.statements(viewer), request.GET)
    may_export = viewer.can(permissions.EXPORT)
    if request.method == "POST":
        if not may_export:
            raise NotVisible
        file = ListFile(
            name=_("街道数据"),
            columns=presenters.STATEMENT_COLUMNS,
            record=lambda taken: audit.record(by=viewer, act="outreach.export_statements", details=taken.details()),
            rows=lambda rows: presenters.statement_lines(rows, today),
        )
        return list_file(request, page, file, at=clock.now())
    page.rows = list(presenters.statement_rows(page.rows, today))
    context = {"page": page, "may_export": may_export, "may_enter": bool(selectors.townships(viewer))}
    return render_list(request, "outreach/statements.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter the figures of a day."""
    viewer, today = request.viewer, clock.today()
    if not selectors.townships(viewer):
        raise NotVisible
    form = StatementForm(viewer, today, request.POST or None)

    def act() -> PopulationStatement:
        return services.enter_statement(by=viewer, on=today, **form.given())

    words = {
        "heading": _("登记街道数据"),
        "subject": _("街道数据"),
        "action": _("保存"),
        "done": _("已登记街道数据。"),
        "help": _("没有的指标留空；同一天的数据再次登记时替换。"),
    }
    return answer_form(request, form, act, back=reverse("outreach:statements"), words=words)
