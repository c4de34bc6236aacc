"""Plans of teams: how all stand in a year, one with its division of work, written, done, on paper."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors, services
from jiayi.community.outreach.forms import DutyForm, PlanForm, ReviewForm, plan_values
from jiayi.community.outreach.models import PlanDuty, WorkPlan
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import ListFile, RowsPage, list_file, render_list, rows_page

FORM = "outreach/plan_form.html"


@login_required
@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponseBase:
    """How every team within reach stands with its plan of a year; POST takes the table away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    today = clock.today()
    years = {str(year): year for year in (today.year - 1, today.year, today.year + 1)}
    year = years.get(request.GET.get("year", ""), today.year)
    rows = selectors.team_plans(request.viewer, year, on=today)
    page = rows_page(presenters.plan_list(rows, today), rows, request.GET)
    if request.method == "POST":
        return _export(request, page)
    page.show(presenters.plan_row)
    context = {"page": page, "year": year, "may_export": request.viewer.can(permissions.EXPORT)}
    return render_list(request, "outreach/plans.html", context)


@login_required
@require_GET
def plan(request: HttpRequest, team_id: UUID, year: int) -> HttpResponse:
    """One team's plan of a year, or that there is none yet."""
    today = clock.today()
    team = selectors.team_of(request.viewer, team_id, today, permission=permissions.READ)
    found = selectors.plan_of(team_id, year)
    place = {"region_code": team.region_code, "institution_id": team.institution_id, "team_id": team.id}
    judged = selectors.milestones_of([team], year, {team_id: found} if found else {}, on=today)[team_id]
    context = {
        "team": team,
        "year": year,
        "plan": found,
        "duties": presenters.duty_rows(selectors.duties_of(found), today),
        "milestones": presenters.milestone_rows(judged),
        "reasons": judged["reasons"],
        "may_review": bool(found) and permissions.holds(request.viewer.scope(permissions.REVIEW), **place),
        "may_plan": year in (today.year, today.year + 1)
        and permissions.holds(request.viewer.scope(permissions.PLAN), **place),
        "may_do": permissions.holds(request.viewer.scope(permissions.WRITE), **place),
    }
    return render(request, "outreach/plan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, team_id: UUID, year: int) -> HttpResponse:
    """Write the plan, or change what is not done yet."""
    today = clock.today()
    team = selectors.team_of(request.viewer, team_id, today, permission=permissions.PLAN)
    found = selectors.plan_of(team_id, year)
    form = PlanForm(selectors.members_of(team_id, today), request.POST or None, initial=plan_values(found))

    def act() -> WorkPlan:
        return services.write_plan(by=request.viewer, team_id=team_id, year=year, on=today, **form.given())

    words = {
        "heading": _("%(year)s 年工作计划") % {"year": year},
        "action": _("保存"),
        "done": _("已保存工作计划。"),
        "subject": team.name,
    }
    return answer_form(request, form, act, back=_back(team_id, year), words=words, template=FORM)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, team_id: UUID, year: int) -> HttpResponse:
    """The bureau confirms a plan."""
    today = clock.today()
    team = selectors.team_of(request.viewer, team_id, today, permission=permissions.REVIEW)
    found = selectors.plan_of(team_id, year)
    if found is None:
        raise NotVisible
    form = ReviewForm(request.POST or None, initial={"review": found.review})

    def act() -> WorkPlan:
        words = form.cleaned_data["review"]
        return services.review_plan(by=request.viewer, team_id=team_id, year=year, review=words, on=today)

    words = {"heading": _("审核工作计划"), "action": _("确认"), "done": _("已登记审核意见。"), "subject": team.name}
    return answer_form(request, form, act, back=_back(team_id, year), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """A line of the plan was done."""
    duty = selectors.duty_for(request.viewer, duty_id)
    form = DutyForm(request.POST or None, initial={"result": duty.result})

    def act() -> PlanDuty:
        result = form.cleaned_data["result"]
        return services.do_plan_duty(by=request.viewer, duty_id=duty_id, result=result, on=clock.today())

    words = {"heading": _("登记完成情况"), "action": _("保存"), "done": _("已登记。"), "subject": duty.what}
    return answer_form(request, form, act, back=_back(duty.plan.team_id, duty.plan.year), words=words)


@login_required
@require_GET
def paper(request: HttpRequest, team_id: UUID, year: int) -> HttpResponse:
    """The plan as PDF."""
    today = clock.today()
    team = selectors.team_of(request.viewer, team_id, today, permission=permissions.READ)
    found = selectors.plan_of(team_id, year)
    if found is None:
        raise NotVisible
    audit.record(by=request.viewer, act="outreach.print_plan", details={"team": str(team_id), "year": year})
    data = presenters.plan_paper(team, found, selectors.duties_of(found), today)
    return pdf_response(template="community/outreach/typst/plan.typ", data=data, name=f"plan-{year}")


def _back(team_id: UUID, year: int) -> str:
    return reverse("outreach:plan", args=[team_id, year])


def _export(request: HttpRequest, page: RowsPage) -> HttpResponseBase:
    """No resident is in the file."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("各团队年度工作计划"),
        columns=presenters.PLAN_COLUMNS,
        record=lambda taken: audit.record(by=request.viewer, act="outreach.export_plans", details=taken.details()),
        rows=lambda rows: (presenters.plan_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
