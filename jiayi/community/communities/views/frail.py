"""Files of frail children."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import CloseFrailForm, FrailForm, ReviewForm
from jiayi.community.communities.models import Community, FrailChild, FrailReview
from jiayi.community.communities.terms import MemberRole
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.wording import word_of

from .places import frame


@login_required
@require_http_methods(["GET", "POST"])
def frail(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Open files with their last review; a new file."""
    needed = permissions.CHECK if request.method == "POST" else permissions.READ
    found = selectors.community_for(request.viewer, community_id, permission=needed)
    today = clock.today()
    files = list(selectors.frail_files_of(found))
    audit.record_read(
        by=request.viewer, act="communities.open_frail_files", resident_ids=[one.member.resident_id for one in files]
    )
    children = [one for one in selectors.members_of(found, on=today) if one.role == MemberRole.CHILD]
    conditions = selectors.settings_of(found, today).get("kindergarten.frail_child_conditions", [])
    form = FrailForm(children, conditions, request.POST or None)

    def act() -> FrailChild:
        data = dict(form.cleaned_data)
        return services.open_frail_file(by=request.viewer, member_id=UUID(data.pop("member")), on=today, **data)

    words = frame(request, found, "frail") | {"rows": presenters.frail_rows(files, today), "done": _("已建档。")}
    return answer_form(request, form, act, back=_back(found), words=words, template="communities/frail.html")


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """This month's review."""
    file = selectors.frail_file_for(request.viewer, file_id)
    form = ReviewForm(request.POST or None)

    def act() -> FrailReview:
        return services.review_frail_child(by=request.viewer, file_id=file.id, on=clock.today(), **form.cleaned_data)

    words = _words(file) | {"heading": _("复查"), "action": _("保存"), "done": _("已登记复查。"), "help": file.plan}
    return answer_form(request, form, act, back=_back(file.member.community), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A file is closed."""
    file = selectors.frail_file_for(request.viewer, file_id)
    form = CloseFrailForm(request.POST or None)

    def act() -> FrailChild:
        outcome = form.cleaned_data["outcome"]
        return services.close_frail_file(by=request.viewer, file_id=file.id, outcome=outcome, on=clock.today())

    words = _words(file) | {"heading": _("结案"), "action": _("结案"), "done": _("已结案。")}
    return answer_form(request, form, act, back=_back(file.member.community), words=words)


def _words(file: FrailChild) -> dict[str, str]:
    return {"subject": f"{file.member.resident.name} · {word_of(file.condition)}"}


def _back(found: Community) -> str:
    return reverse("communities:frail", args=[found.id])
