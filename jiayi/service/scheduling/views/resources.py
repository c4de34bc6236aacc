"""Pages of shared resources: what there is, one with its days, who waits, a resident's choice."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.acting import answer_form, do_and_return
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions, selectors, services
from jiayi.service.scheduling.presenters import resources as presenters
from jiayi.service.scheduling.presenters import slot_sheet as slot_paper
from jiayi.service.scheduling.resource_forms import QuotaForm, ResourceForm, TakeForm, WishForm, two_weeks
from jiayi.service.scheduling.terms import TAKING, Booker, SlotState


@login_required
@require_GET
def resources(request: HttpRequest) -> HttpResponse:
    """Everything that is shared, with the days that are free for the reader's institution."""
    viewer, today = request.viewer, clock.today()
    rows = selectors.resources(viewer)
    booker = booker_of(viewer)
    free = (
        selectors.free_slots(viewer, booker, since=today, until=two_weeks(today), on=today)
        if booker is not None
        else []
    )
    uses = selectors.primary_use(viewer, since=today.replace(month=1, day=1), until=today)
    context = {
        "rows": presenters.resource_rows(list(rows), free, uses),
        "use": presenters.use_of_all(uses),
        "may_share": viewer.can(permissions.SHARE),
    }
    return render(request, "scheduling/resources.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_resource(request: HttpRequest) -> HttpResponse:
    """Share one more resource."""
    viewer = request.viewer
    if not viewer.can(permissions.SHARE):
        raise NotVisible
    places = [(str(one.id), one.name) for one in organization.managed_institutions(viewer, permissions.SHARE)]
    form = ResourceForm(request.POST or None, places=places, initial={"starts_on": clock.today()})
    act = lambda: services.offer_resource(by=viewer, plan=form.plan(), on=clock.today())  # noqa: E731
    words = {
        "heading": _("开放共享资源"),
        "subject": _("共享资源"),
        "action": _("开放"),
        "done": _("已开放，号源已生成。"),
    }
    return answer_form(request, form, act, back=reverse("scheduling:resources"), words=words)


@login_required
@never_cache
@require_GET
def resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """One resource: its days, quotas, and who is in the day that was chosen."""
    viewer, today = request.viewer, clock.today()
    found = selectors.resource_for(viewer, resource_id)
    slots = list(selectors.slots_of(found, today, two_weeks(today)))
    chosen = next((one for one in slots if str(one.id) == request.GET.get("slot")), slots[0] if slots else None)
    bookings = list(selectors.bookings_of_slot(viewer, chosen)) if chosen else []
    for one in (*slots, *(booking.slot for booking in bookings)):
        one.resource = found
    audit.record_read(by=viewer, act="scheduling.list_slots", resident_ids=[one.resident_id for one in bookings])
    may_share = permissions.shares_from(viewer, found.institution_id, found.institution.region_id)
    context = {
        "row": presenters.resource_row(found),
        "slots": [presenters.slot_row(one, selectors.release_of_slot(one, on=today)) for one in slots],
        "chosen": chosen,
        "bookings": [presenters.booking_row(viewer, one) for one in bookings],
        "may_share": may_share,
        "quota_form": QuotaForm(holders=presenters.holders(viewer, today)) if may_share else None,
    }
    return render(request, "scheduling/resource.html", context)


@login_required
@require_GET
def slot_sheet(request: HttpRequest, resource_id: UUID, slot_id: UUID) -> HttpResponse:
    """The day sheet of one day as PDF: who is expected, as far as the reader sees them."""
    viewer = request.viewer
    found = selectors.resource_for(viewer, resource_id)
    slot = selectors.slot_for(viewer, slot_id)
    if slot.resource_id != found.id:
        raise NotVisible
    bookings = list(selectors.bookings_of_slot(viewer, slot).filter(state__in=TAKING))
    shown = [one.resident_id for one in bookings]
    audit.record_read(by=viewer, act="scheduling.print_sheet", resident_ids=shown)
    data = slot_paper(presenters.resource_row(found), slot.held_on, bookings, clock.today())
    name = f"sheet-{slot.held_on}"
    return pdf_response(template="service/scheduling/typst/slot_sheet.typ", data=data, name=name)


@login_required
@require_POST
def quota(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Keep places for an institution."""
    selectors.resource_for(request.viewer, resource_id)
    if not request.viewer.can(permissions.SHARE):
        raise NotVisible
    form = QuotaForm(request.POST, holders=presenters.holders(request.viewer, clock.today()))
    given = form.given() if form.is_valid() else {"quantity": -1}
    act = partial(services.set_quota, by=request.viewer, resource_id=resource_id, on=clock.today(), **given)
    return do_and_return(request, act, back=reverse("scheduling:resource", args=[resource_id]), done=_("已设定配额。"))


@login_required
@require_POST
def place(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Enter who came or did not, or give a place back."""
    booking = selectors.booking_of_slot(request.viewer, booking_id)
    act = request.POST.get("act", "")
    if act in (SlotState.CAME, SlotState.MISSED):
        do = partial(services.enter_slot, by=request.viewer, booking_id=booking.id, state=act, on=clock.today())
    elif act == "give_back":
        do = partial(
            services.give_back_slot, by=request.viewer, booking_id=booking.id, on=clock.today(), at=clock.now()
        )
    else:
        raise NotVisible
    back = f"{reverse('scheduling:resource', args=[booking.slot.resource_id])}?slot={booking.slot_id}"
    return do_and_return(request, do, back=back, done=_("已登记。"))


@login_required
@never_cache
@require_GET
def of_resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """What may be booked for a resident in the next two weeks, and the way to the waiting list."""
    viewer, today = request.viewer, clock.today()
    booker = booker_of(viewer)
    if booker is None or not viewer.can(permissions.SLOT_BOOK):
        raise NotVisible
    resident = people.resident_for(viewer, resident_id, on=today)
    free = selectors.free_slots(viewer, booker, since=today, until=two_weeks(today), on=today)
    audit.record_read(by=viewer, act="scheduling.list_slots", resident_ids=[resident.id])
    context = {
        "resident": resident,
        "rows": [presenters.free_row(one) for one in free],
        "wish_form": WishForm(resources=presenters.resource_options(viewer)),
    }
    return render(request, "scheduling/resident_slots.html", context)


@login_required
@require_POST
def take(request: HttpRequest, resident_id: UUID, slot_id: UUID) -> HttpResponse:
    """Book a place for a resident."""
    viewer, booker = request.viewer, booker_of(request.viewer)
    if booker is None or not viewer.can(permissions.SLOT_BOOK):
        raise NotVisible
    form = TakeForm(request.POST)
    given = form.given() if form.is_valid() else {}
    act = partial(
        services.take_slot,
        by=viewer,
        slot_id=slot_id,
        resident_id=resident_id,
        booker=booker,
        on=clock.today(),
        at=clock.now(),
        **given,
    )
    return do_and_return(
        request, act, back=reverse("scheduling:resident_slots", args=[resident_id]), done=_("已预约。")
    )


@login_required
@require_POST
def wish(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Put a resident on the waiting list."""
    viewer, booker = request.viewer, booker_of(request.viewer)
    if booker is None or not viewer.can(permissions.SLOT_BOOK):
        raise NotVisible
    people.resident_for(viewer, resident_id, on=clock.today())
    form = WishForm(request.POST, resources=presenters.resource_options(viewer))
    back = reverse("scheduling:wishes")
    if not form.is_valid():
        return do_and_return(request, refuse_wish, back=back)
    act = partial(
        services.wish_for_slot,
        by=viewer,
        resource_id=UUID(form.cleaned_data["resource"]),
        resident_id=resident_id,
        booker=booker,
        earliest_on=clock.today(),
        latest_on=form.cleaned_data["latest_on"],
        on=clock.today(),
        at=clock.now(),
    )
    return do_and_return(request, act, back=back, done=_("已列入候补。"))


@login_required
@never_cache
@require_GET
def wishes(request: HttpRequest) -> HttpResponse:
    """Who has no place yet, the nearest deadline first."""
    viewer = request.viewer
    if not viewer.can(permissions.SLOT_BOOK):
        raise NotVisible
    rows = list(selectors.wishes(viewer)[:200])
    audit.record_read(by=viewer, act="scheduling.list_slots", resident_ids=[one.resident_id for one in rows])
    return render(
        request, "scheduling/wishes.html", {"rows": [presenters.wish_row(one, clock.today()) for one in rows]}
    )


@login_required
@require_POST
def settle_wish(request: HttpRequest, wish_id: UUID) -> HttpResponse:
    """Take what is offered, or wait no longer."""
    service: Any = {"accept": services.accept_offer, "withdraw": services.withdraw_wish}.get(
        request.POST.get("act", "")
    )
    if service is None or not request.viewer.can(permissions.SLOT_BOOK):
        raise NotVisible
    act = partial(service, by=request.viewer, wish_id=wish_id, on=clock.today(), at=clock.now())
    return do_and_return(request, act, back=reverse("scheduling:wishes"), done=_("已办理。"))


def booker_of(viewer: Viewer) -> Booker | None:
    """For whom the viewer books: the first institution of theirs, themselves and their quota."""
    ids = viewer.scope(permissions.SLOT_BOOK).institution_ids
    if not ids:
        return None
    return Booker(min(ids, key=str), practitioner_id=viewer.practitioner_id)


def refuse_wish() -> None:
    """What was chosen is no resource or no day."""
    raise misshapen("E_WISH_DAYS", "latest_on")
