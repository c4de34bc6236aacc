"""Adverse reactions: the list, a report, its number at the authority."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible, identifier_of
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import list_page, render_list
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import ReactionForm, SentForm

from .notices import list_as_file


@login_required
@require_http_methods(["GET", "POST"])
def reactions(request: HttpRequest) -> HttpResponseBase:
    """Adverse reactions within reach; POST takes the list away as a file."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ):
        raise NotVisible
    spec = presenters.reaction_list(viewer, today, request.GET.get("region", ""))
    page = list_page(spec, selectors.reactions(viewer, on=today), request.GET)
    if request.method == "POST":
        return list_as_file(request, page, _("药品不良反应"), presenters.REACTION_COLUMNS, presenters.reaction_row)
    shown = [one.resident_id for one in page.rows]
    audit.record_read(by=viewer, act="prescriptions.list_reactions", resident_ids=shown)
    context = {"page": page.show(presenters.reaction_row), "may_export": viewer.can(permissions.EXPORT)}
    return render_list(request, "prescriptions/reactions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report_reaction(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """A reaction of a resident; `?order=` says of which order."""
    viewer, today = request.viewer, clock.today()
    resident = people.resident_for(viewer, resident_id, on=today, permission=permissions.REPORT)
    wanted = request.GET.get("order", "")
    order = selectors.prescription_for(viewer, identifier_of(wanted)) if wanted else None
    if order and order.resident_id != resident.id:
        raise NotVisible
    form = ReactionForm(today, order, request.POST or None)
    if request.method == "GET":
        audit.record_read(by=viewer, act="prescriptions.open_form", resident_ids=[resident.id])
    words = {
        "heading": _("报告药品不良反应"),
        "action": _("保存报告"),
        "done": _("已报告。"),
        "subject": resident.name,
        "help": _("中度以上的反应保存后，该居民的长期处方自动暂停，由医生重新评估。"),
    }

    def do() -> None:
        services.report_reaction(by=viewer, report=form.report(resident.id, order.id if order else None), on=today)

    back = reverse("prescriptions:prescription", args=[order.id]) if order else reverse("prescriptions:reactions")
    return answer_form(request, form, do, back=back, words=words)


@login_required
@require_http_methods(["GET", "POST"])
def reaction(request: HttpRequest, reaction_id: UUID) -> HttpResponse:
    """One report; POST notes the number under which the authority has it."""
    viewer, today = request.viewer, clock.today()
    found = selectors.reaction_for(viewer, reaction_id)
    form = SentForm(today, request.POST or None)
    status = 200
    if request.method == "POST":
        if not viewer.can(permissions.REPORT):
            raise NotVisible
        status = 422
        if form.is_valid():
            try:
                services.send_reaction(by=viewer, reaction_id=found.id, on=today, **form.cleaned_data)
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("已登记上报。"))
                return redirect("prescriptions:reaction", found.id)
    else:
        audit.record_read(by=viewer, act="prescriptions.open_reaction", resident_ids=[found.resident_id])
    context = {
        "row": presenters.reaction_row(found),
        "facts": presenters.reaction_facts(found),
        "form": form,
        "may_send": viewer.can(permissions.REPORT) and found.sent_on is None,
    }
    return render(request, "prescriptions/reaction.html", context, status=status)
