"""Households: list, page, register, change, split, and who belongs to them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.people import selectors, services
from jiayi.registry.people.choosing import villages
from jiayi.registry.people.forms import HouseholdForm, MemberForm, SplitForm
from jiayi.registry.people.forms.household import DWELLING_LABELS
from jiayi.registry.people.listing import HOUSEHOLD_COLUMNS, cards, households_list
from jiayi.registry.people.models import Household, Resident
from jiayi.registry.people.permissions import (
    PRESCRIPTION_READ,
    RECORD_READ,
    RESIDENT_READ,
    RESIDENT_WRITE,
    TASK_READ,
    require,
    require_over,
)
from jiayi.registry.people.presenters import dwelling_rows, household_row

from .answers import about, done, resident_to_change, status_of


@login_required
@require_http_methods(["GET", "POST"])
def households(request: HttpRequest) -> HttpResponseBase:
    """Households in reach, by village and number; POST takes the list away as a file."""
    require(request.viewer, RESIDENT_READ)
    region = request.GET.get("region", "")
    chosen = region if region.isascii() and region.isdigit() else ""
    spec = households_list(request.viewer, chosen, clock.today())
    page = list_page(spec, selectors.with_counts(selectors.households(request.viewer)), request.GET)
    if request.method == "POST":
        return _export(request, page)
    heads = [household.head_id for household in page.rows if household.head_id]
    audit.record_read(by=request.viewer, act="people.list_households", resident_ids=heads)
    page.show(household_row)
    context = {"page": page, "may_write": request.viewer.can(RESIDENT_WRITE)}
    return render_list(request, "people/households.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    def record(taken: Taken) -> None:
        heads, act = taken.resident_ids("head_id"), "people.export_households"
        audit.record_reads(by=request.viewer, act=act, resident_ids=heads, details=taken.details())

    file = ListFile(
        name=_("家庭档案"), columns=HOUSEHOLD_COLUMNS, record=record, rows=lambda rows: map(household_row, rows)
    )
    return list_file(request, page, file, at=clock.now())


@login_required
@never_cache
@require_GET
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A household: its members, head, dwelling and problems."""
    found = selectors.household_for(request.viewer, household_id)
    members = list(selectors.members(request.viewer, found.id))
    act = "people.open_household"
    audit.record_read(by=request.viewer, act=act, resident_ids=[member.id for member in members])
    context = {
        "household": found,
        "members": _with_head_first(cards(members, clock.today()), found),
        "with_record": sum(bool(member.archive_number) for member in members),
        "records_asked": selectors.records_asked(found, clock.today()),
        "dwelling": dwelling_rows(found, DWELLING_LABELS),
        "may_see_dues": request.viewer.can(TASK_READ) and request.viewer.can(RECORD_READ),
        "may_see_medicines": request.viewer.can(PRESCRIPTION_READ),
        "may_write": request.viewer.scope(RESIDENT_WRITE).holds_region(found.region_id),
    }
    return render(request, "people/household.html", context)


def _with_head_first(members: list[dict], found: Household) -> list[dict]:
    for member in members:
        member["is_head"] = member["id"] == found.head_id
    return sorted(members, key=lambda member: not member["is_head"])


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def register_household(request: HttpRequest) -> HttpResponse:
    """A new household of a village in reach."""
    require(request.viewer, RESIDENT_WRITE)
    form = HouseholdForm(request.POST or None, villages=villages(request.viewer, RESIDENT_WRITE, clock.today()))
    made: list[Household] = []

    def act() -> None:
        answers = form.cleaned_data
        made.append(
            services.register_household(
                by=request.viewer, region_code=answers["region"], number=answers["number"], entered=form.entered()
            )
        )

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("已登记户 %(number)s。") % {"number": made[0].number})
        return redirect("people:household", made[0].id)
    return render(request, "people/household_form.html", {"form": form}, status=status_of(form))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def change_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The address, dwelling and problems of a household."""
    found = _household_to_change(request, household_id)
    form = HouseholdForm(request.POST or None, household=found)

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        services.change_household(by=request.viewer, household_id=found.id, version=version, entered=form.entered())

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("已保存。"))
        return redirect("people:household", found.id)
    context = {"form": form, "household": found}
    return render(request, "people/household_form.html", context, status=status_of(form))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def split_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Some members leave into a household of their own."""
    found = _household_to_change(request, household_id)
    form = SplitForm(request.POST or None, members=selectors.members(request.viewer, found.id))
    made: list[Household] = []

    def act() -> None:
        answers = form.cleaned_data
        made.append(
            services.split_household(
                by=request.viewer,
                household_id=found.id,
                member_ids=[UUID(each) for each in answers["members"]],
                head_id=UUID(answers["head"]),
                number=answers["number"],
                address=answers["address"],
            )
        )

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("已分户，新户编号 %(number)s。") % {"number": made[0].number})
        return redirect("people:household", made[0].id)
    context = {"form": form, "household": found}
    return render(request, "people/split_household.html", context, status=status_of(form))


def _household_to_change(request: HttpRequest, household_id: UUID) -> Household:
    found = selectors.household_for(request.viewer, household_id)
    require_over(request.viewer, RESIDENT_WRITE, found.region_id)
    return found


@login_required
@require_POST
def make_head(request: HttpRequest, household_id: UUID, resident_id: UUID) -> HttpResponse:
    """Name a member the head."""
    services.make_head(by=request.viewer, household_id=household_id, resident_id=resident_id)
    messages.success(request, _("已更换户主。"))
    return redirect("people:household", household_id)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def membership(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Into which household a resident belongs."""
    resident = resident_to_change(request, resident_id, "people.open_membership")
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _put(request, resident, form)):
        messages.success(request, _("已入户。"))
        return redirect("people:membership", resident.id)
    context = about(request, resident, "membership") | {"form": form, "household": resident.household}
    return render(request, "people/membership.html", context, status=status_of(form))


def _put(request: HttpRequest, resident: Resident, form: MemberForm) -> None:
    found = selectors.household_of_number(request.viewer, form.cleaned_data["household_number"])
    services.put_in_household(
        by=request.viewer, resident_id=resident.id, household_id=found.id, relation=form.cleaned_data["relation"]
    )


@login_required
@require_POST
def leave_household(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Take a resident out of the household."""
    services.put_in_household(by=request.viewer, resident_id=resident_id, household_id=None)
    messages.success(request, _("已移出本户。"))
    return redirect("people:membership", resident_id)
