"""Files that go with a patient: kept, shown, taken out."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import attachment_for, attachment_response
from jiayi.foundation.ui.acting import do_and_return
from jiayi.service.referral import permissions, selectors, services
from jiayi.service.referral.forms import FileForm


@login_required
@require_POST
def add(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Keep one file with a referral."""
    referral = selectors.referral_for(request.viewer, referral_id)
    if not permissions.takes_part(request.viewer, referral):
        raise NotVisible
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择要上传的文件，并说明是什么。"))
        return redirect("referral:referral", referral.id)
    file = form.cleaned_data["file"]
    act = partial(
        services.add_file,
        by=request.viewer,
        referral_id=referral.id,
        kind=form.cleaned_data["kind"],
        content=file.read(),
        file_name=file.name,
        at=clock.now(),
    )
    return do_and_return(request, act, back=reverse("referral:referral", args=[referral.id]), done=_("已保存文件。"))


@login_required
@require_GET
def read(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What a file holds."""
    kept = selectors.file_for(request.viewer, file_id)
    audit.record_read(by=request.viewer, act="referral.open_file", resident_ids=[kept.referral.resident_id])
    return attachment_response(attachment_for(kept.attachment_id))


@login_required
@require_POST
def remove(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Take out a file that one added oneself."""
    kept = selectors.file_for(request.viewer, file_id)
    if not permissions.takes_part(request.viewer, kept.referral):
        raise NotVisible
    act = partial(services.remove_file, by=request.viewer, file_id=kept.id, at=clock.now())
    back = reverse("referral:referral", args=[kept.referral_id])
    return do_and_return(request, act, back=back, done=_("已撤下文件。"))
