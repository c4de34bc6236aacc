"""Ask for something, take it back, answer it: by a day, with words and an outcome."""

import datetime as dt
from uuid import UUID

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Appeal
from jiayi.community.engagement.selectors.voices import answer_days, appeal_for
from jiayi.community.engagement.terms import AppealAsked, AppealKind, AppealState, MessageAsked, Outcome
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.terms import DueTask, TaskKind
from jiayi.service.scheduling import selectors as scheduling

from .messages import send_message

MOST_OPEN = 20  # of one resident: more than anybody means


@retrying_atomic
def make_appeal(*, by: Viewer, asked: AppealAsked, on: dt.date) -> Appeal:
    """A resident asks; the team's worklist has it until it is answered. BadShape without words."""
    resident = people.resident_for(by, asked.resident_id)
    text = asked.text.strip()[:1000]
    if not text:
        raise misshapen("E_APPEAL_TEXT", "text")
    if asked.kind not in set(AppealKind):
        raise misshapen("E_APPEAL_KIND", "kind")
    if Appeal.objects.filter(resident_id=resident.id, state=AppealState.OPEN).count() >= MOST_OPEN:
        raise broken("B_APPEALS_MANY")
    days = answer_days(resident.region_id, on)[asked.kind]
    appeal = Appeal.objects.create(
        kind=asked.kind,
        resident_id=resident.id,
        region_id=resident.region_id,
        team_id=organization.team_of_region(resident.region_id, on),
        subject_id=asked.subject_id,
        text=text,
        asked_on=on,
        asked_by_name=by.actor_name[:60],
        due_on=on + dt.timedelta(days=days),
        goes_first=scheduling.goes_first(resident.id, asked.kind, on),
    )
    tasks.open_tasks(tasks=[_task(appeal)])
    _note(by, "make_appeal", appeal)
    return appeal


@retrying_atomic
def withdraw_appeal(*, by: Viewer, appeal_id: UUID, resident_id: UUID, on: dt.date) -> Appeal:
    """The resident takes it back before it was answered; twice is once."""
    people.resident_for(by, resident_id)
    appeal = Appeal.objects.select_for_update().filter(pk=appeal_id, resident_id=resident_id).first()
    if appeal is None:
        raise NotVisible
    if appeal.state == AppealState.WITHDRAWN:
        return appeal
    if appeal.state != AppealState.OPEN:
        raise broken("B_APPEAL_ANSWERED")
    appeal.state = AppealState.WITHDRAWN
    appeal.save(update_fields=["state", "updated_at"])
    tasks.close_tasks(keys=[_key(appeal)], on=on, outcome="withdrawn")
    _note(by, "withdraw_appeal", appeal)
    return appeal


@retrying_atomic
def answer_appeal(*, by: Viewer, appeal_id: UUID, outcome: str, answer: str, on: dt.date) -> Appeal:
    """Staff answer, with what came of it; the resident hears of it. An answer stands: a second one is refused."""
    found = appeal_for(by, appeal_id, permission=permissions.ANSWER)
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if outcome not in set(Outcome):
        raise misshapen("E_APPEAL_OUTCOME", "outcome")
    if not answer.strip():
        raise misshapen("E_APPEAL_ANSWER", "answer")
    if appeal.state != AppealState.OPEN:
        raise broken("B_APPEAL_CLOSED")
    appeal.state, appeal.outcome, appeal.answer = AppealState.ANSWERED, outcome, answer.strip()[:1000]
    appeal.answered_on, appeal.answered_by, appeal.answered_by_name = on, by.actor_id, by.actor_name[:60]
    appeal.save()
    tasks.close_tasks(keys=[_key(appeal)], on=on, outcome="answered")
    kind = AppealKind(appeal.kind)
    words = {"what": {"zh": kind.label_zh, "en": kind.label_en}, "day": appeal.asked_on.isoformat()}
    asked = MessageAsked(f"appeal:{appeal.id}", "appeal_answered", appeal.resident_id, words)
    send_message(by=SystemViewer(), asked=asked, at=clock.now())
    _note(by, "answer_appeal", appeal, outcome=outcome, late=on > appeal.due_on)
    return appeal


def _key(appeal: Appeal) -> str:
    return f"appeal:{appeal.id}"


def _task(appeal: Appeal) -> DueTask:
    return DueTask(
        key=_key(appeal),
        kind=TaskKind.ANSWER_APPEAL,
        region_code=appeal.region_id,
        from_on=appeal.asked_on,
        due_on=appeal.due_on,
        resident_id=appeal.resident_id,
        team_id=appeal.team_id,
        subject_id=appeal.id,
    )


def _note(by: Viewer, verb: str, appeal: Appeal, **details: object) -> None:
    audit.record(
        by=by,
        act=f"engagement.{verb}",
        subject_kind="appeal",
        subject_ids=[appeal.id],
        resident_ids=[appeal.resident_id],
        details={"kind": appeal.kind} | details,
    )
