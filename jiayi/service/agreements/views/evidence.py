"""Sign a waiting paper on the screen or by code, take it back, and keep what shows that a paper was signed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock, texting
from jiayi.foundation.base.errors import BadShape, CodedError, LawBroken, NotVisible, TooMany
from jiayi.foundation.documents.services import attachment_for, attachment_response
from jiayi.foundation.ui.forms import Form
from jiayi.service.agreements import permissions, presenters, selectors, services
from jiayi.service.agreements.forms import CodeForm, DrawnForm, ScanForm, WithdrawForm
from jiayi.service.agreements.models import AgreementPaper
from jiayi.service.agreements.terms import EvidenceKind


@login_required
@require_GET
def evidence(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """What shows that the paper was signed; where it waits, the ways to sign it now."""
    return _page(request, _paper(request, paper_id))


@login_required
@require_POST
def add_scan(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Keep a scan of the signed paper."""
    paper, form = _paper(request, paper_id), ScanForm(request.POST, request.FILES)

    def act(data: dict[str, Any]) -> None:
        file = data["file"]
        services.add_evidence(
            by=request.viewer,
            paper_id=paper.id,
            kind=EvidenceKind.SCAN,
            content=file.read(),
            file_name=file.name,
            note=data["note"],
            at=clock.now(),
        )

    return _done(request, paper, "scan", form, act, _("已保存扫描件。"))


@login_required
@require_POST
def sign_drawn(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The signer has drawn the name: the waiting paper is signed."""
    paper, form = _paper(request, paper_id), DrawnForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        services.sign_drawn(
            by=request.viewer,
            paper_id=paper.id,
            content=data["signature"],
            signed_on=clock.today(),
            on=clock.today(),
            at=clock.now(),
        )

    return _done(request, paper, "drawn", form, act, _("已签约。"))


@login_required
@require_POST
def send_code(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Send a one-time code to the signer's phone."""
    paper, form = _paper(request, paper_id), Form({})

    def act(data: dict[str, Any]) -> None:
        services.send_code(by=request.viewer, paper_id=paper.id, at=clock.now())

    return _done(
        request, paper, "sending", form, act, _("验证码已发送，请签约人报出6位数字。"), to="agreements:evidence"
    )


@login_required
@require_POST
def sign_by_code(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The signer has read out the code: the waiting paper is signed."""
    paper, form = _paper(request, paper_id), CodeForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        services.sign_by_code(
            by=request.viewer,
            paper_id=paper.id,
            code=data["code"],
            signed_on=clock.today(),
            on=clock.today(),
            at=clock.now(),
        )

    return _done(request, paper, "code", form, act, _("已签约。"))


@login_required
@require_POST
def withdraw(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Take back a paper that nobody signed."""
    paper, form = _paper(request, paper_id), WithdrawForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        services.withdraw_agreement(by=request.viewer, paper_id=paper.id, note=data["note"], on=clock.today())

    return _done(request, paper, "withdraw", form, act, _("已撤回。"))


@login_required
@require_GET
def evidence_file(request: HttpRequest, paper_id: UUID, evidence_id: UUID) -> HttpResponse:
    """The file of one piece of evidence."""
    found = [one for one in selectors.evidence_of(request.viewer, paper_id) if one.id == evidence_id]
    if not found or found[0].attachment_id is None:
        raise NotVisible
    audit.record_read(by=request.viewer, act="agreements.read_evidence", resident_ids=[found[0].signer_id])
    return attachment_response(attachment_for(found[0].attachment_id))


def _paper(request: HttpRequest, paper_id: UUID) -> AgreementPaper:
    return selectors.paper_for(request.viewer, paper_id, permission=permissions.signs_with(request.viewer))


def _done(
    request: HttpRequest,
    paper: AgreementPaper,
    name: str,
    form: Form,
    act: Callable[[dict[str, Any]], None],
    words: str,
    *,
    to: str = "agreements:paper",
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, paper, {name: form}, status=422)
    try:
        act(form.cleaned_data)
    except (BadShape, LawBroken, TooMany) as error:
        form.refuse(error)
        return _page(request, paper, {name: form}, status=error.status, refusal=error)
    messages.success(request, words)
    return redirect(to, paper.id)


def _page(
    request: HttpRequest,
    paper: AgreementPaper,
    forms: dict[str, Form] | None = None,
    status: int = 200,
    refusal: CodedError | None = None,
) -> HttpResponse:
    audit.record_read(by=request.viewer, act="agreements.open_evidence", resident_ids=[paper.signer_id])
    usual = {"scan": ScanForm(), "code": CodeForm(), "withdraw": WithdrawForm(), "drawn": DrawnForm()}
    context = {
        "paper": paper,
        "rows": presenters.evidence_rows(selectors.evidence_of(request.viewer, paper.id)),
        "waits": selectors.waits(paper),
        "agreements": selectors.agreements_of_paper(request.viewer, paper.id),
        "can_text": texting.can_send(),
        "sent": selectors.code_sent(paper),
        "forms": usual | (forms or {}),
        "breaches": getattr(refusal, "breaches", ()) if isinstance(refusal, LawBroken) else (),
        "refusal": refusal,
    }
    return render(request, "agreements/evidence.html", context, status=status)
