"""The circular of a final assessment: drafted from the scores, decided by a person, issued once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, value_on
from jiayi.foundation.ui.refusals import broken
from jiayi.insight.performance.models import Assessment, Circular, CircularLine, TeamScore
from jiayi.insight.performance.permissions import WRITE
from jiayi.insight.performance.terms import AssessmentState, CircularKind, CircularState

from .assessing import last_day

PRAISE, CRITICISE = "circular.praise_from", "circular.criticise_below"
MEASURES, CONSEQUENCES = "circular.measures", "performance.consequences"


@dataclass(frozen=True)
class Decided:
    """What follows for a team that is criticised, and why; `text` is what the circular says of it."""

    team_id: str
    text: str
    consequence: str
    reason: str


@transaction.atomic
def draft_circular(*, by: Viewer, assessment: Assessment) -> Circular:
    """Draft it from the final scores. E_ASSESSMENT_NOT_FINAL; E_CIRCULAR_THERE when it was drafted before."""
    _require(by, assessment)
    if assessment.state != AssessmentState.FINAL:
        raise broken("E_CIRCULAR_NOT_FINAL")
    about = f"{assessment.county.name}{assessment.period}"
    title = f"关于{about}家庭医生签约服务考核情况的通报"  # data, not for translation
    made, is_new = Circular.objects.get_or_create(assessment=assessment, defaults={"title": title})
    if not is_new:
        raise broken("E_CIRCULAR_THERE")
    scores = list(assessment.scores.all())
    lines = CircularLine.objects.bulk_create(_lines(made, scores))
    made.opening = _opening(assessment, scores, lines)
    made.save(update_fields=["opening", "updated_at"])
    _record(by, "draft_circular", made)
    return made


def _lines(circular: Circular, scores: Sequence[TeamScore]) -> list[CircularLine]:
    """The teams that the scores single out."""
    on, schemes = last_day(circular.assessment), circular.assessment.schemes
    praise, below = (float(value_on(key, on, schemes)) for key in (PRAISE, CRITICISE))
    lines = []
    for score in scores:
        final = score.final or 0.0
        if final >= praise or final < below or score.needs_audit:
            is_praised = final >= praise and not score.needs_audit
            kind = CircularKind.PRAISE if is_praised else CircularKind.CRITICISM
            named = {"team_id": score.team_id, "kind": kind, "final": final, "needs_audit": score.needs_audit}
            lines.append(CircularLine(circular=circular, **named))
    return lines


def _opening(assessment: Assessment, scores: Sequence[TeamScore], lines: Sequence[CircularLine]) -> str:
    """What the scores say as a whole, for a person to change."""
    if not scores:
        return ""
    finals = [score.final or 0.0 for score in scores]
    praised = sum(line.kind == CircularKind.PRAISE for line in lines)
    return (
        f"依据{assessment.period}定期报表，{len(scores)}个团队参加考核，"  # data, not for translation
        f"最终得分平均{mean(finals):.2f}分，最高{max(finals):.2f}分，最低{min(finals):.2f}分；"
        f"表扬{praised}个，批评{len(lines) - praised}个。"
    )


@transaction.atomic
def write_circular(*, by: Viewer, circular: Circular, opening: str, closing: str) -> Circular:
    """Change what stands before and after the teams. E_CIRCULAR_ISSUED."""
    locked = _locked(by, circular)
    locked.opening, locked.closing = opening.strip(), closing.strip()
    locked.save(update_fields=["opening", "closing", "updated_at"])
    _record(by, "write_circular", locked)
    return locked


@transaction.atomic
def decide_consequence(*, by: Viewer, circular: Circular, decided: Decided, on: date) -> CircularLine:
    """Say what follows for a team, with a reason. E_CIRCULAR_REASON, E_CIRCULAR_CONSEQUENCE for one nobody names."""
    locked = _locked(by, circular)
    line = locked.lines.select_for_update(no_key=True).filter(team_id=decided.team_id).first()
    if line is None or line.kind != CircularKind.CRITICISM:
        raise NotVisible
    if decided.consequence not in consequences(locked.assessment):
        raise broken("E_CIRCULAR_CONSEQUENCE")
    if not decided.reason.strip():
        raise broken("E_CIRCULAR_REASON")
    line.text, line.consequence = decided.text.strip()[:400], decided.consequence
    line.reason = decided.reason.strip()[:300]
    line.decided_on, line.decided_by_name = on, by.actor_name[:60]
    line.save()
    _record(by, "decide_consequence", locked, team=str(line.team_id), consequence=line.consequence)
    return line


@transaction.atomic
def issue_circular(*, by: Viewer, circular: Circular, on: date) -> Circular:
    """Issue it; it is changed no more. E_CIRCULAR_UNDECIDED while a person has to decide about a team."""
    locked = _locked(by, circular)
    if locked.lines.filter(kind=CircularKind.CRITICISM, consequence="").exists():
        raise broken("E_CIRCULAR_UNDECIDED")
    locked.state, locked.issued_on, locked.issued_by_name = CircularState.ISSUED, on, by.actor_name[:60]
    locked.save()
    _record(by, "issue_circular", locked)
    return locked


def consequences(assessment: Assessment) -> list[str]:
    """What may follow: the county's measures, and what its documents name."""
    view = RulebookView(last_day(assessment), assessment.schemes)
    return list(dict.fromkeys([*view.need(MEASURES), *view.united(CONSEQUENCES)]))


def _locked(by: Viewer, circular: Circular) -> Circular:
    _require(by, circular.assessment)
    locked = Circular.objects.select_for_update(no_key=True, of=("self",)).get(pk=circular.pk)
    if locked.state == CircularState.ISSUED:
        raise broken("E_CIRCULAR_ISSUED")
    return locked


def _require(by: Viewer, assessment: Assessment) -> None:
    if not by.scope(WRITE).holds_region(assessment.county_id):
        raise NotVisible


def _record(by: Viewer, act: str, circular: Circular, **details: str) -> None:
    audit.record(by=by, act=f"performance.{act}", subject_kind="circular", subject_ids=[circular.id], details=details)
