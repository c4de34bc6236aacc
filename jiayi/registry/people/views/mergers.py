"""Merge two records of one person: find the double, compare, decide; and take a merger back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.people import selectors, services
from jiayi.registry.people.comparing import compared_parts
from jiayi.registry.people.forms import MergeForm, ReasonForm, SearchForm
from jiayi.registry.people.listing import MERGER_COLUMNS, cards, mergers_list
from jiayi.registry.people.merging import differences
from jiayi.registry.people.models import Resident
from jiayi.registry.people.permissions import RESIDENT_MERGE, require
from jiayi.registry.people.presenters import merge_row, resident_card
from jiayi.registry.people.visibility import visible

from .answers import about, done, status_of


def _record(request: HttpRequest, resident_id: UUID) -> Resident:
    """A record that the viewer may merge; 404 otherwise."""
    require(request.viewer, RESIDENT_MERGE)
    rows = Resident.objects.filter(visible(request.viewer, RESIDENT_MERGE), pk=resident_id, merged_into=None)
    found = rows.select_related("region", "household").first()
    if found is None:
        raise NotVisible
    return found


@login_required
@never_cache
@sensitive_post_parameters("q")
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Step one: which other record is the same person's; likely ones first, others by search."""
    resident = _record(request, resident_id)
    form = SearchForm(request.POST or None)
    found: list[Resident] = []
    if request.method == "POST" and form.is_valid():
        result = selectors.search(request.viewer, form.cleaned_data["q"], on=clock.today())
        found = [row for row in result.residents if row.id != resident.id]
    likely = selectors.likely_duplicates(request.viewer, resident)
    shown = [row.id for row in [resident, *likely, *found]]
    audit.record_read(by=request.viewer, act="people.open_merge", resident_ids=shown)
    today = clock.today()
    context = about(request, resident, "merge") | {
        "form": form,
        "likely": cards(likely, today),
        "found": cards(found, today),
        "searched": form.is_bound and form.is_valid(),
    }
    return render(request, "people/merge.html", context, status=status_of(form) if not form.is_valid() else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, resident_id: UUID, other_id: UUID) -> HttpResponse:
    """Step two: both records side by side, what to take over, and why they are one person."""
    kept, merged = _record(request, resident_id), _record(request, other_id)
    if kept.id == merged.id:
        raise NotVisible
    audit.record_read(by=request.viewer, act="people.compare_residents", resident_ids=[kept.id, merged.id])
    parts, contradictions = compared_parts(kept, merged), differences(kept, merged)
    options = [(part["name"], part["label"]) for part in parts if part["may_take"]]
    form = MergeForm(request.POST or None, parts=options, must_confirm=bool(contradictions))

    def act() -> None:
        answers = form.cleaned_data
        services.merge_residents(
            by=request.viewer,
            kept_id=kept.id,
            merged_id=merged.id,
            reason=answers["reason"],
            on=clock.today(),
            take=answers["take"],
            confirmed=answers.get("confirmed", False),
        )

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("已合并。发现合并有误时可在合并记录中撤销。"))
        return redirect("people:mergers")
    today = clock.today()
    context = about(request, kept, "merge") | {
        "form": form,
        "other": resident_card(merged, today),
        "parts": parts,
        "contradictions": [part.label(request.LANGUAGE_CODE) for part in contradictions],
    }
    return render(request, "people/compare.html", context, status=status_of(form))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def mergers(request: HttpRequest) -> HttpResponseBase:
    """What was merged and why, the newest first; POST takes the list away as a file."""
    require(request.viewer, RESIDENT_MERGE)
    page = list_page(mergers_list(), selectors.mergers(request.viewer), request.GET)
    if request.method == "POST":
        return _export(request, page)
    shown = [resident_id for row in page.rows for resident_id in (row.kept_id, row.merged_id)]
    audit.record_read(by=request.viewer, act="people.list_mergers", resident_ids=shown)
    return render_list(request, "people/mergers.html", {"page": page.show(merge_row)})


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    def record(taken: Taken) -> None:
        ids = [*taken.resident_ids("kept_id"), *taken.resident_ids("merged_id")]
        audit.record_reads(by=request.viewer, act="people.export_mergers", resident_ids=ids, details=taken.details())

    file = ListFile(name=_("合并记录"), columns=MERGER_COLUMNS, record=record, rows=lambda rows: map(merge_row, rows))
    return list_file(request, page, file, at=clock.now())


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def undo_merge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Take a merger back, with a reason."""
    require(request.viewer, RESIDENT_MERGE)
    found = selectors.merge_for(request.viewer, merge_id)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        services.undo_merge(by=request.viewer, merge_id=merge_id, reason=form.cleaned_data["reason"], on=clock.today())

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("已撤销合并，两份档案恢复原样。"))
        return redirect("people:mergers")
    context = {"form": form, "row": merge_row(found)}
    return render(request, "people/undo_merge.html", context, status=status_of(form))
