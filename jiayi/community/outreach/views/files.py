"""Files of activities and meetings: kept, shown, taken out."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.community.outreach import permissions, selectors, services
from jiayi.community.outreach.forms import FileForm
from jiayi.community.outreach.models import KeptFile
from jiayi.foundation.base import clock
from jiayi.foundation.documents.services import attachment_for, content_of
from jiayi.foundation.ui.acting import do_and_return


@login_required
@require_POST
def add(request: HttpRequest, subject: str, subject_id: UUID) -> HttpResponse:
    """Keep one file of an activity or a meeting."""
    thing = selectors.subject_for(request.viewer, subject, subject_id, permission=permissions.WRITE)
    back = reverse(f"outreach:{subject}", args=[thing.id])
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择要上传的文件，并说明是什么。"))
        return redirect(back)
    file = form.cleaned_data["file"]
    act = partial(
        services.add_file,
        by=request.viewer,
        subject=subject,
        subject_id=thing.id,
        kind=form.cleaned_data["kind"],
        content=file.read(),
        file_name=file.name,
        at=clock.now(),
    )
    return do_and_return(request, act, back=back, done=_("已保存文件。"))


@login_required
@require_GET
def read(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What a file holds."""
    kept = selectors.file_for(request.viewer, file_id)
    attachment = attachment_for(kept.attachment_id)
    answer = HttpResponse(content_of(attachment), content_type=attachment.content_type)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "no-store, private"
    return answer


@login_required
@require_POST
def remove(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Take a file out."""
    kept = selectors.file_for(request.viewer, file_id, permission=permissions.WRITE)
    act = partial(services.remove_file, by=request.viewer, file_id=kept.id, at=clock.now())
    return do_and_return(request, act, back=_page_of(kept), done=_("已撤下文件。"))


def _page_of(kept: KeptFile) -> str:
    if kept.activity_id:
        return reverse("outreach:activity", args=[kept.activity_id])
    return reverse("outreach:meeting", args=[kept.meeting_id])
