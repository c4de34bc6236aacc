"""One booking: who came, who was called, given back, moved."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form, do_and_return
from jiayi.service.scheduling import permissions, presenters, selectors, services
from jiayi.service.scheduling.forms import BookForm, CancelBookingForm
from jiayi.service.scheduling.models import Booking


@login_required
@require_POST
def enter(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """By one button: came, did not come, put back, reminded, not reached."""
    booking = selectors.booking_for(request.viewer, booking_id, permission=permissions.BOOK)
    common = {"by": request.viewer, "booking_id": booking.id}
    today, now = clock.today(), clock.now()
    acts = {
        "came": partial(services.mark_came, on=today, at=now, **common),
        "missed": partial(services.mark_missed, on=today, at=now, **common),
        "back": partial(services.put_back, on=today, **common),
        "reached": partial(services.remind, outcome="reached", at=now, **common),
        "unreached": partial(services.remind, outcome="unreached", at=now, **common),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise NotVisible
    return do_and_return(request, act, back=_back(booking))


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Give a place back."""
    booking = selectors.booking_for(request.viewer, booking_id, permission=permissions.BOOK)
    form = CancelBookingForm(request.POST or None)
    if request.method == "GET":
        _read(request, booking)
    words = {
        "heading": _("退号"),
        "action": _("退号"),
        "danger": True,
        "done": _("已退号；有候补的，最早的一位转为预约，请电话告知。"),
        "help": _("退号后，候补名单上最早的一位转为预约。"),
        "subject": f"{booking.resident.name} · {booking.session.title} · {booking.session.held_on}",
    }

    def act() -> Booking:
        reason = form.given()
        return services.cancel_booking(
            by=request.viewer, booking_id=booking.id, reason=reason.code, note=reason.note, on=clock.today()
        )

    return answer_form(request, form, act, back=_back(booking), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Choose another session for a resident."""
    booking = selectors.booking_for(request.viewer, booking_id, permission=permissions.BOOK)
    if request.method == "POST":
        form = BookForm(request.POST)
        if not form.is_valid() or not form.cleaned_data["session"]:
            raise NotVisible
        target = selectors.session_for(request.viewer, form.cleaned_data["session"], permission=permissions.BOOK)
        act = partial(
            services.move_booking,
            by=request.viewer,
            booking_id=booking.id,
            session_id=target.id,
            waits=form.cleaned_data["waits"],
            on=clock.today(),
        )
        return do_and_return(request, act, back=_back(booking), done=_("已改约。"))
    _read(request, booking)
    found = selectors.sessions_to_book(request.viewer, on=clock.today(), but=booking.session_id)
    context = {
        "resident": booking.resident,
        "rows": presenters.choice_rows(found),
        "heading": _("改约"),
        "back": _back(booking),
        "address": reverse("scheduling:move_booking", args=[booking.id]),
        "subject": f"{booking.session.title} · {booking.session.held_on}",
    }
    return render(request, "scheduling/choose.html", context)


def _read(request: HttpRequest, booking: Booking) -> None:
    audit.record_read(by=request.viewer, act="scheduling.open_booking", resident_ids=[booking.resident_id])


def _back(booking: Booking) -> str:
    return reverse("scheduling:session", args=[booking.session_id])
