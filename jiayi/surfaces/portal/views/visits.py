"""Book a place in a clinic or round of my team, give it back, send a reading, let the family act for me."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.care import services as care
from jiayi.service.care.terms import Source
from jiayi.service.scheduling import selectors as scheduling
from jiayi.service.scheduling import services as booking_services
from jiayi.service.scheduling.terms import BookingReason
from jiayi.surfaces.portal import presenters, selectors, services
from jiayi.surfaces.portal.access import Visit, for_residents, page
from jiayi.surfaces.portal.forms import ReadingForm
from jiayi.surfaces.portal.permissions import BOOK, SEND_READING


@for_residents
@require_GET
def bookings(request: HttpRequest) -> HttpResponse:
    """What I booked, and what can be booked."""
    visit, today = request.visit, clock.today()
    open_sessions = scheduling.public_sessions(
        today, teams=visit.viewer.team_ids, villages=[visit.subject.region_id], most=12
    )
    mine = presenters.bookings_of(visit.viewer, visit.subject.id, today)
    slots = scheduling.slots_on_offer(visit.viewer, visit.subject.id, on=today)
    own_slots = scheduling.slots_of_resident(visit.viewer, visit.subject.id)[:20]
    context = {
        "tab": "bookings",
        "sessions": presenters.session_rows(open_sessions, today),
        "mine": mine,
        "slots": presenters.free_slot_rows(slots, today),
        "own_slots": presenters.own_slot_rows(own_slots, today),
        "most": scheduling.own_limit(visit.subject.region_id, today),
    }
    return page(request, "bookings", context)


@for_residents
@require_POST
def book(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a place; where there is none left, a place on the waiting list."""
    visit, today = request.visit, clock.today()
    offered = scheduling.public_sessions(
        today, teams=visit.viewer.team_ids, villages=[visit.subject.region_id], most=100
    )
    chosen = next((one for one in offered if one.id == session_id), None)
    if chosen is None:
        raise NotVisible
    viewer = visit.viewer.acting_with(BOOK, (chosen.team_id,))
    try:
        booking_services.book(
            by=viewer, session_id=session_id, resident_id=visit.subject.id, on=today, waits=chosen.is_full
        )
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已登记候补。") if chosen.is_full else _("预约成功。"))
    return redirect("portal:bookings")


@for_residents
@require_POST
def cancel(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Give a place back."""
    visit, today = request.visit, clock.today()
    team_id = _team_of_booking(visit, booking_id)
    viewer = visit.viewer.acting_with(BOOK, (team_id,))
    try:
        booking_services.cancel_booking(by=viewer, booking_id=booking_id, reason=BookingReason.RESIDENT_ASKED, on=today)
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已取消预约。"))
    return redirect("portal:bookings")


@for_residents
@require_POST
def book_slot(request: HttpRequest) -> HttpResponse:
    """Take a place in a clinic of the hospital that is open to all; the slot is nobody's and stands in the form."""
    visit, today = request.visit, clock.today()
    try:
        slot_id = UUID(request.POST.get("slot", ""))
    except ValueError:
        raise NotVisible from None
    try:
        booking_services.take_own_slot(
            by=visit.viewer, slot_id=slot_id, resident_id=visit.subject.id, on=today, at=clock.now()
        )
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("预约成功。"))
    return redirect("portal:bookings")


@for_residents
@require_POST
def cancel_slot(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Give it back."""
    visit, today = request.visit, clock.today()
    try:
        booking_services.give_back_own_slot(
            by=visit.viewer, booking_id=place_id, resident_id=visit.subject.id, on=today, at=clock.now()
        )
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已取消预约。"))
    return redirect("portal:bookings")


@for_residents
@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Send what I measured at home: kept, and marked as my own."""
    visit, now = request.visit, clock.now()
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _observe(visit, form.readings(), now)
        except BadShape as error:
            form.refuse(error)
        else:
            messages.success(request, _("已发给家庭医生。"))
            return redirect("portal:home")
    return page(request, "reading", {"tab": "home", "form": form}, status=422 if form.errors else 200)


@for_residents
@require_http_methods(["GET", "POST"])
def family(request: HttpRequest) -> HttpResponse:
    """Who may act for me, and for whom I act."""
    visit, today = request.visit, clock.today()
    if request.method == "POST":
        actor = request.POST.get("actor", "")
        try:
            chosen = UUID(actor)
        except ValueError:
            raise NotVisible from None
        services.give_authority(by=visit.viewer, actor_id=chosen, on=today)
        return redirect("portal:family")
    context = {
        "given": selectors.authorities_of(visit.subject.id, today) if visit.is_self else [],
        "could": selectors.members_to_authorise(visit.subject.id, today) if visit.is_self else [],
    }
    return page(request, "family", context)


@for_residents
@require_POST
def end_family(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """Nobody acts for me any more."""
    services.end_authority(by=request.visit.viewer, authority_id=authority_id, on=clock.today())
    return redirect("portal:family")


def _observe(visit: Visit, readings: dict[str, Decimal], now) -> None:
    for code, number in readings.items():
        care.observe(
            by=visit.viewer.acting(SEND_READING),
            resident_id=visit.subject.id,
            code=code,
            number=number,
            unit=presenters.unit_code(code),
            at=now,
            source=Source.RESIDENT,
            device="",
            now=now,
        )


def _team_of_booking(visit: Visit, booking_id: UUID) -> UUID:
    found = scheduling.bookings_of_resident(visit.viewer, visit.subject.id).filter(pk=booking_id).first()
    if found is None:
        raise NotVisible
    return found.session.team_id
