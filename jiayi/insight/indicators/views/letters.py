"""Pages of target letters."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, LawBroken, NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.insight.indicators import permissions, selectors, services
from jiayi.insight.indicators.forms import DraftForm, SignatureForm, WordsForm
from jiayi.insight.indicators.models import TargetLetter
from jiayi.insight.indicators.presenters import letters as words
from jiayi.insight.indicators.terms import LETTERS_IN_FORCE, LetterState, Side
from jiayi.registry.organization import selectors as organization

TEMPLATE = "insight/indicators/typst/letter.typ"


@login_required
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponseBase:
    """The letters within reach; POST takes the list away."""
    viewer = request.viewer
    if not viewer.can(permissions.LETTER_READ):
        raise NotVisible
    page = list_page(words.letter_list(viewer), selectors.letters(viewer), request.GET)
    if request.method == "POST":
        if not viewer.can(permissions.EXPORT):
            raise NotVisible
        file = ListFile(
            name=_("目标责任书"),
            columns=words.LETTER_COLUMNS,
            record=lambda taken: audit.record(by=viewer, act="indicators.export_letters", details=taken.details()),
            rows=lambda rows: map(words.letter_row, rows),
        )
        return list_file(request, page, file, at=clock.now())
    page.show(words.letter_row)
    context = {
        "page": page,
        "may_export": viewer.can(permissions.EXPORT),
        "may_write": viewer.can(permissions.LETTER_WRITE),
    }
    return render_list(request, "indicators/letters.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_letters(request: HttpRequest) -> HttpResponse:
    """Draft letters of a year for institutions."""
    viewer = request.viewer
    if not viewer.can(permissions.LETTER_WRITE):
        raise NotVisible
    places = list(
        organization.managed_institutions(viewer, permissions.LETTER_WRITE).exclude(level__in=["village", ""])
    )
    today = clock.today()
    form = DraftForm(request.POST or None, places=places, today=today, bureau=_bureau(places))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = [UUID(each) for each in data["institutions"]]
        try:
            made = services.draft_letters(
                by=viewer, institution_ids=chosen, year=data["year"], bureau=data["bureau"], on=today
            )
        except CodedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已拟定 %(count)s 份责任书草稿。") % {"count": len(made)})
            return redirect("indicators:letter", made[0].id) if len(made) == 1 else redirect("indicators:letters")
    return render(request, "indicators/new_letters.html", {"form": form}, status=422 if form.errors else 200)


def _bureau(places: list[Any]) -> str:
    """The bureau's name as the county's name gives it."""
    codes = {place.region_id[:6] for place in places}
    names = organization.region_names(codes)
    return f"{names.get(min(codes), '')}卫生健康局" if codes else ""  # data, not for translation


@login_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter; POST changes the words of a draft."""
    shown = selectors.letter_for(request.viewer, letter_id)
    form = WordsForm(request.POST or None, initial=_initial(shown))
    if request.method == "POST":
        permissions.require_at(request.viewer, permissions.LETTER_WRITE, shown.institution)
        if form.is_valid():
            try:
                services.change_letter(by=request.viewer, letter_id=shown.id, on=clock.today(), **form.cleaned_data)
                messages.success(request, _("已保存。"))
                return redirect("indicators:letter", shown.id)
            except LawBroken as error:
                form.refuse(error)
    return _page(request, shown, form, status=422 if form.errors else 200)


def _initial(shown: TargetLetter) -> dict[str, str]:
    return {"reward": shown.reward, "penalty": shown.penalty, "own": words.own_text(shown)}


def _page(request: HttpRequest, shown: TargetLetter, form: WordsForm, *, status: int = 200) -> HttpResponse:
    may_write = permissions.holds(request.viewer, permissions.LETTER_WRITE, shown.institution)
    may_sign = permissions.holds(request.viewer, permissions.LETTER_SIGN, shown.institution)
    stands = shown.state in LETTERS_IN_FORCE
    context = {
        "letter": shown,
        "row": words.letter_row(shown),
        "lines": words.line_rows(shown),
        "clauses": words.clauses_of(shown),
        "versions": [words.letter_row(each) for each in selectors.versions_of(request.viewer, shown)],
        "form": form,
        "is_draft": shown.state == LetterState.DRAFT,
        "may_write": may_write,
        "may_withdraw": may_write and shown.state in (LetterState.DRAFT, LetterState.ISSUED),
        "may_revise": may_write and stands,
        "signs": _signs(shown, may_write, may_sign) if stands else [],
    }
    return render(request, "indicators/letter.html", context, status=status)


def _signs(shown: TargetLetter, may_write: bool, may_sign: bool) -> list[dict[str, Any]]:
    """The signatures that this viewer may still record."""
    open_sides = []
    if may_write and shown.bureau_signed_on is None:
        open_sides.append((Side.BUREAU, _("签发单位签署")))
    if may_sign and shown.institution_signed_on is None:
        open_sides.append((Side.INSTITUTION, _("责任单位签署")))
    initial = {"signed_on": clock.today()}
    return [
        {"side": side, "title": title, "form": SignatureForm(initial=initial, prefix=side)}
        for side, title in open_sides
    ]


@login_required
@require_POST
def act(request: HttpRequest, letter_id: UUID, step: str) -> HttpResponse:
    """Issue, withdraw or revise a letter."""
    shown, today = selectors.letter_for(request.viewer, letter_id), clock.today()
    permissions.require_at(request.viewer, permissions.LETTER_WRITE, shown.institution)
    try:
        if step == "issue":
            services.issue_letter(by=request.viewer, letter_id=shown.id, on=today)
            messages.success(request, _("责任书已签发，等待双方签署。"))
        elif step == "withdraw":
            services.withdraw_letter(by=request.viewer, letter_id=shown.id, on=today)
            messages.success(request, _("责任书已撤回。"))
        elif step == "revise":
            made = services.draft_letters(
                by=request.viewer,
                institution_ids=[shown.institution_id],
                year=shown.year,
                bureau=shown.bureau,
                on=today,
            )
            messages.success(request, _("已起草新版，签发后代替现行版本。"))
            return redirect("indicators:letter", made[0].id)
        else:
            raise NotVisible
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("indicators:letter", shown.id)


@login_required
@require_POST
def sign(request: HttpRequest, letter_id: UUID, side: str) -> HttpResponse:
    """Record one side's signature."""
    shown = selectors.letter_for(request.viewer, letter_id)
    if side not in set(Side):
        raise NotVisible
    form = SignatureForm(request.POST, prefix=side)
    permission = permissions.LETTER_WRITE if side == Side.BUREAU else permissions.LETTER_SIGN
    permissions.require_at(request.viewer, permission, shown.institution)
    if not form.is_valid():
        messages.error(request, _("请填写签署人和签署日期。"))
        return redirect("indicators:letter", shown.id)
    try:
        services.sign_letter(
            by=request.viewer, letter_id=shown.id, side=Side(side), on=clock.today(), **form.cleaned_data
        )
        messages.success(request, _("签署已登记。"))
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("indicators:letter", shown.id)


@login_required
@require_GET
def letter_pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The letter to sign."""
    shown = selectors.letter_for(request.viewer, letter_id)
    name = f"letter-{shown.year}-{shown.version}"
    return pdf_response(template=TEMPLATE, data=words.letter_data(shown), name=name)
