"""Who finds no place waits for one, is offered what is given back, and confirms it in time."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Resource, SlotWish
from jiayi.service.scheduling.selectors.priority import goes_first
from jiayi.service.scheduling.terms import Booker, WishState

from .releasing import give_back_slot, offer_next
from .taking import confirm_slot, require_booker


@retrying_atomic
def wish_for_slot(
    *,
    by: Viewer,
    resource_id: UUID,
    resident_id: UUID,
    booker: Booker,
    earliest_on: dt.date,
    latest_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    subject_id: UUID | None = None,
) -> SlotWish:
    """Put a resident on the waiting list until a day; offered at once where there is a place. Twice is once."""
    resident = people.resident_for(by, resident_id, on=on)
    require_booker(by, booker, on=on)
    kind = Resource.objects.filter(id=resource_id).values_list("kind", flat=True).first()
    if kind is None:
        raise NotVisible
    if latest_on < max(earliest_on, on):
        raise misshapen("E_WISH_DAYS", "latest_on")
    rows = SlotWish.objects.filter(resource_id=resource_id, resident=resident, state__in=("open", "offered"))
    wish = rows.first() or SlotWish.objects.create(
        resource_id=resource_id,
        resident=resident,
        institution_id=booker.institution_id,
        practitioner_id=booker.practitioner_id,
        subject_id=subject_id,
        earliest_on=earliest_on,
        latest_on=latest_on,
        state=WishState.OPEN,
        goes_first=goes_first(resident.id, kind, on),
        wished_by_name=by.actor_name[:60],
    )
    _note(by, "wish_for_slot", wish)
    offer_next(resource_id=resource_id, on=on, at=at)
    wish.refresh_from_db()
    return wish


@retrying_atomic
def accept_offer(*, by: Viewer, wish_id: UUID, on: dt.date, at: dt.datetime) -> SlotWish:
    """Take what was offered, while the hold lasts. Twice is once."""
    wish = _locked(by, wish_id)
    if wish.state == WishState.TAKEN:
        return wish
    if wish.state != WishState.OFFERED or wish.booking_id is None:
        raise misshapen("E_NO_OFFER")
    confirm_slot(by=SystemViewer(), booking_id=wish.booking_id, on=on, at=at, subject_id=wish.subject_id)
    wish.state = WishState.TAKEN
    wish.save(update_fields=["state", "updated_at"])
    _note(by, "accept_offer", wish)
    return wish


@retrying_atomic
def withdraw_wish(*, by: Viewer, wish_id: UUID, on: dt.date, at: dt.datetime) -> SlotWish:
    """Wait no longer; what was offered goes to the next. Twice is once."""
    wish = _locked(by, wish_id)
    if wish.state in (WishState.TAKEN, WishState.WITHDRAWN):
        return wish
    wish.state = WishState.WITHDRAWN
    wish.save(update_fields=["state", "updated_at"])
    if wish.booking_id:
        give_back_slot(by=SystemViewer(), booking_id=wish.booking_id, on=on, at=at)
    _note(by, "withdraw_wish", wish)
    return wish


def _locked(by: Viewer, wish_id: UUID) -> SlotWish:
    found = SlotWish.objects.select_related("institution").filter(id=wish_id).first()
    if found is None or not permissions.books_for(by, found.institution_id, found.institution.region_id):
        raise NotVisible
    return SlotWish.objects.select_for_update(of=("self",)).get(id=found.id)


def _note(by: Viewer, act: str, wish: SlotWish) -> None:
    audit.record(
        by=by,
        act=f"scheduling.{act}",
        subject_kind="slot_wish",
        subject_ids=[wish.id],
        resident_ids=[wish.resident_id],
        details={"resource": str(wish.resource_id)},
    )
