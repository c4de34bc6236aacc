"""Small steps in the life of an agreement: told, notified, objected, record opened."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.events import RecordOpened
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors.single import agreement_for
from jiayi.service.agreements.terms import IN_FORCE, RUNNING

from .following import restate_tasks
from .recording import record


def give_notice(*, by: Viewer, agreement_id: UUID, notified_on: dt.date, on: dt.date) -> Agreement:
    """The resident was told of the coming end; from then on silence may renew where the scheme says so."""
    return _mark(by, agreement_id, "notified_on", notified_on, on, states=RUNNING, act="give_notice")


def record_objection(*, by: Viewer, agreement_id: UUID, objected_on: dt.date, on: dt.date) -> Agreement:
    """The resident does not want it renewed in silence."""
    return _mark(by, agreement_id, "objected_on", objected_on, on, states=RUNNING, act="record_objection")


@transaction.atomic
def mark_record_opened(*, by: Viewer, agreement_id: UUID, opened_on: dt.date, on: dt.date) -> Agreement:
    """The resident's health record was checked and opened to them (S0-23)."""
    marked = _mark(by, agreement_id, "record_opened_on", opened_on, on, states=IN_FORCE, act="mark_record_opened")
    events.publish(RecordOpened(marked.id, marked.resident_id, opened_on))
    return marked


@transaction.atomic
def tell_service_list(*, by: Viewer, agreement_id: UUID, told_on: dt.date, on: dt.date) -> Agreement:
    """The list that the scheme names was told to the signer of the paper (S0-19)."""
    agreement = _to_change(by, agreement_id, told_on, on, IN_FORCE)
    agreement.paper.told_list_on = told_on
    agreement.paper.save(update_fields=["told_list_on", "updated_at"])
    _follow(by, agreement, "tell_service_list", told_on, on)
    return agreement


@transaction.atomic
def _mark(
    by: Viewer, agreement_id: UUID, field: str, day: dt.date, on: dt.date, *, states: tuple[str, ...], act: str
) -> Agreement:
    agreement = _to_change(by, agreement_id, day, on, states)
    setattr(agreement, field, day)
    agreement.save(update_fields=[field, "updated_at"])
    _follow(by, agreement, act, day, on)
    return agreement


def _to_change(by: Viewer, agreement_id: UUID, day: dt.date, on: dt.date, states: tuple[str, ...]) -> Agreement:
    agreement = agreement_for(by, agreement_id, permission=permissions.signs_with(by))
    Agreement.objects.select_for_update(no_key=True).get(id=agreement.id)
    agreement.refresh_from_db(fields=["state", "notified_on", "objected_on", "record_opened_on"])
    if agreement.state not in states:
        raise misshapen("E_NOT_IN_FORCE")
    if not agreement.signed_on <= day <= on:
        raise misshapen("E_DATE_OUT_OF_RANGE")
    return agreement


def _follow(by: Viewer, agreement: Agreement, act: str, day: dt.date, on: dt.date) -> None:
    restate_tasks([agreement], on=on, outcome=act)
    record(by, f"agreements.{act}", [agreement], {"on": day.isoformat()})
