"""What residents ask for and write: lists, one, and the answer."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.engagement import permissions, presenters, selectors, services
from jiayi.community.engagement.forms import AnswerForm, NoteForm
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible, TooMany
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.registry.people import selectors as people


@login_required
@require_http_methods(["GET", "POST"])
def appeals(request: HttpRequest) -> HttpResponseBase:
    """What residents within reach asked for, the most pressing first; POST takes the list away as a file."""
    today = clock.today()
    spec = presenters.appeal_list(request.viewer, today, request.GET.get("region", ""))
    page = list_page(spec, selectors.appeals(request.viewer), request.GET)
    row = partial(presenters.appeal_row, on=today)
    if request.method == "POST":
        if not request.viewer.can(permissions.EXPORT):
            raise NotVisible
        file = ListFile(
            name=_("居民诉求"),
            columns=presenters.APPEAL_COLUMNS,
            record=lambda taken: audit.record(
                by=request.viewer, act="engagement.export_appeals", details=taken.details()
            ),
            rows=lambda rows: (row(one) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    ids = {one.resident_id for one in page.rows}
    audit.record_read(by=request.viewer, act="engagement.list_appeals", resident_ids=ids)
    context = {"page": page.show(row), "may_export": request.viewer.can(permissions.EXPORT), "tab": "appeals"}
    return render_list(request, "engagement/appeals.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """One of them, and its answer."""
    found = selectors.appeal_for(request.viewer, appeal_id)
    may_answer = request.viewer.can(permissions.ANSWER)
    if request.method == "POST" and not may_answer:
        raise NotVisible
    form = AnswerForm(request.POST or None)
    audit.record_read(by=request.viewer, act="engagement.open_appeal", resident_ids=[found.resident_id])
    words = {
        "row": presenters.appeal_row(found, clock.today()),
        "may_answer": may_answer,
        "done": _("已答复，居民会收到消息。"),
    }

    def act() -> None:
        said = form.cleaned_data
        services.answer_appeal(
            by=request.viewer,
            appeal_id=found.id,
            outcome=said["outcome"],
            answer=said["answer"],
            on=clock.today(),
        )

    return answer_form(request, form, act, back=request.path, words=words, template="engagement/appeal.html")


@login_required
@never_cache
@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    """Whose notes wait for an answer."""
    rows = list(selectors.conversations(request.viewer)[:200])
    ids = [one["resident_id"] for one in rows]
    audit.record_read(by=request.viewer, act="engagement.list_notes", resident_ids=ids)
    context = {"rows": presenters.conversation_rows(rows, clock.now()), "tab": "notes"}
    return render(request, "engagement/notes.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def conversation(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """What one resident and the team said to each other, and an answer."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    resident = people.resident_for(request.viewer, resident_id)
    form = NoteForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text = form.cleaned_data["text"]
            try:
                services.answer_note(by=request.viewer, resident_id=resident.id, text=text, at=clock.now())
            except (BadShape, TooMany) as error:
                form.refuse(error)
            else:
                return redirect("engagement:conversation", resident.id)
    audit.record_read(by=request.viewer, act="engagement.open_notes", resident_ids=[resident.id])
    context = {
        "resident": resident,
        "notes": presenters.note_rows(selectors.notes_of(request.viewer, resident.id)),
        "form": form,
        "may_answer": request.viewer.can(permissions.ANSWER),
    }
    return render(request, "engagement/conversation.html", context, status=status)
