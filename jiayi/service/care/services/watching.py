"""Watch what is measured at home: an abnormal value waits for the team until it is answered (S3-37)."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import services as tasks
from jiayi.service.care import due_tasks
from jiayi.service.care.decisions.home_readings import WATCHED
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import HomeAlert, Observation
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.alerts import alert_for
from jiayi.service.care.terms import AlertAnswer, ReadingState, Source

SOURCES = (due_tasks.home_readings,)
FROM_HOME = (Source.RESIDENT, Source.DEVICE)


def watch(seen: Observation, *, on: dt.date) -> None:
    """Open an alert for an abnormal value, or let it take the place of a less grave one that still waits."""
    if seen.source not in FROM_HOME or seen.code not in WATCHED or seen.number is None:
        return
    facts = people.facts_of([seen.resident_id], on)[seen.resident_id]
    given = {"age": facts.age, "code": seen.code, "value": float(seen.number)}
    found = decide("care.home_reading", on=on, schemes=facts.schemes, facts=given)
    if found["state"] not in set(ReadingState):
        return
    waiting = HomeAlert.objects.select_for_update(of=("self",)).filter(resident_id=seen.resident_id, answered_on=None)
    alert = waiting.first() or HomeAlert(resident_id=seen.resident_id, region_id=facts.region_code, opened_on=on)
    if not alert._state.adding and alert.state == ReadingState.URGENT:
        return
    alert.team_id = organization.team_of_region(facts.region_code, on)
    alert.observation, alert.state, alert.outcome = seen, found["state"], _plain(found)
    alert.due_on = on + dt.timedelta(days=found["within_days"] or 0)
    try:
        with transaction.atomic():
            alert.save()
    except IntegrityError:  # another reading of the same moment waits already
        return
    restate_alerts([alert.id], on=on, outcome="read")


@transaction.atomic
def answer_alert(*, by: Viewer, alert_id: UUID, note: str, on: dt.date) -> HomeAlert:
    """Somebody spoke with the resident; BadShape without a word on it, LawBroken where it is answered."""
    alert_for(by, alert_id, to_write=True)
    alert = HomeAlert.objects.select_for_update(of=("self",)).get(pk=alert_id)
    if alert.answered_on:
        raise forbidden("E_ALERT_ANSWERED")
    if not note.strip():
        raise misshapen([Fault("note", "E_FIELD_MISSING")])
    alert.answered_on, alert.answer, alert.note = on, AlertAnswer.CONTACT, note.strip()[:200]
    alert.answered_by, alert.answered_by_name = by.actor_id, by.actor_name[:60]
    alert.save()
    restate_alerts([alert.id], on=on, outcome=AlertAnswer.CONTACT)
    ids = {"subject_ids": [alert.id], "resident_ids": [alert.resident_id]}
    audit.record(by=by, act="care.answer_alert", subject_kind="home_alert", **ids)
    return alert


def answer_by_records(record_ids: Collection[UUID], *, on: dt.date) -> None:
    """Who was served since then is answered by that."""
    seen_since = {"resident__records__id__in": record_ids, "resident__records__visit_on__gte": F("opened_on")}
    _end(HomeAlert.objects.filter(answered_on=None, **seen_since), AlertAnswer.RECORD, on)


def end_alerts_of(resident_id: UUID, *, on: dt.date) -> None:
    """Nobody waits for who died, left, or whose records are another's now."""
    _end(HomeAlert.objects.filter(answered_on=None, resident_id=resident_id), AlertAnswer.ENDED, on)


def move_alerts(resident_id: UUID, region_code: str, team_id: UUID | None, *, on: dt.date) -> None:
    """They wait for the team of the new village."""
    rows = HomeAlert.objects.filter(resident_id=resident_id)
    rows.update(region_id=region_code, team_id=team_id)
    restate_alerts(rows.values_list("id", flat=True), on=on, outcome="moved")


def restate_alerts(ids: Iterable[UUID], *, on: dt.date, outcome: str) -> None:
    """State anew what these alerts make due."""
    tasks.restate_tasks(subject_ids=list(ids), sources=SOURCES, on=on, outcome=outcome)


def _end(rows: Any, answer: AlertAnswer, on: dt.date) -> None:
    if ids := list(rows.values_list("id", flat=True).distinct()):
        HomeAlert.objects.filter(id__in=ids).update(answered_on=on, answer=answer)
        restate_alerts(ids, on=on, outcome=answer)


def _plain(found: Any) -> dict[str, Any]:
    return {key: found[key] for key in ("state", "within_days", "services", "reasons")}
