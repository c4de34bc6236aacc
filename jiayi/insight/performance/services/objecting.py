"""A team objects to its score within the window; the county answers, with a decision."""

from datetime import date, datetime

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken
from jiayi.insight.performance.models import Objection, TeamScore
from jiayi.insight.performance.permissions import OBJECT, WRITE
from jiayi.insight.performance.terms import AssessmentState, ObjectionState


@transaction.atomic
def object_to_score(*, by: Viewer, score: TeamScore, text: str, on: date, at: datetime) -> Objection:
    """Object, as a member of the team or of its institution. E_OBJECTION_LATE outside of the window, _THERE twice."""
    scope = by.scope(OBJECT)
    if not (score.team_id in scope.team_ids or score.team.institution_id in scope.institution_ids):
        raise NotVisible
    if not text.strip():
        raise broken("E_OBJECTION_EMPTY")
    assessment = score.assessment
    if assessment.state != AssessmentState.OPEN or on > (assessment.objections_until or on):
        raise broken("E_OBJECTION_LATE")
    locked = TeamScore.objects.select_for_update(no_key=True).get(pk=score.pk)
    if locked.objections.filter(state=ObjectionState.WAITING).exists():
        raise broken("E_OBJECTION_THERE")
    made = Objection.objects.create(
        score=locked, text=text.strip(), made_at=at, made_by=by.actor_id, made_by_name=by.actor_name
    )
    audit.record(by=by, act="performance.object_to_score", subject_kind="objection", subject_ids=[made.id])
    return made


@transaction.atomic
def answer_objection(*, by: Viewer, objection: Objection, is_upheld: bool, answer: str, at: datetime) -> Objection:
    """Decide on an objection in words; what it changes in the score is entered with its evidence."""
    locked = Objection.objects.select_for_update(no_key=True, of=("self",)).get(pk=objection.pk)
    if not by.scope(WRITE).holds_region(locked.score.assessment.county_id):
        raise NotVisible
    if locked.state != ObjectionState.WAITING:
        raise broken("E_OBJECTION_ANSWERED")
    if not answer.strip():
        raise broken("E_OBJECTION_EMPTY")
    locked.state = ObjectionState.UPHELD if is_upheld else ObjectionState.REJECTED
    locked.answer, locked.answered_at, locked.answered_by_name = answer.strip(), at, by.actor_name
    locked.save()
    details = {"state": locked.state}
    audit.record(
        by=by, act="performance.answer_objection", subject_kind="objection", subject_ids=[locked.id], details=details
    )
    return locked
