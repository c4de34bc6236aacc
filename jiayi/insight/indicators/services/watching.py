"""Watch the targets: a team that lies far below them is its supervisor's task until it is answered or recovers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.foundation.ui.refusals import misshapen
from jiayi.insight.indicators import due_tasks
from jiayi.insight.indicators.models import TargetAlarm
from jiayi.insight.indicators.selectors import Period, Rate, alarm_for, evaluate, targets
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks import services as tasks

LEAST = "target_alarm.least"


@transaction.atomic
def watch_targets(*, by: Viewer, period: Period, on: dt.date) -> int:
    """Open, restate and end the alarms of a county's teams by its facts; how many were opened."""
    schemes = organization.schemes_for(period.county, on)
    view = RulebookView(on, schemes)
    troubles = _troubles(period, view, schemes) if on.month >= int(view.need("target_alarm.from_month")) else {}
    rows = TargetAlarm.objects.select_for_update(no_key=True).filter(
        region__code__startswith=period.county, ended_on=None
    )
    standing, over = _sorted(rows.order_by("opened_on", "id"), troubles, view)
    for one in standing.values():
        one.lines, one.as_of = troubles[str(one.team_id)], period.as_of
    for one in over:
        one.ended_on = on
    made = _opened({team: lines for team, lines in troubles.items() if UUID(team) not in standing}, period, view)
    TargetAlarm.objects.bulk_update(standing.values(), ["lines", "as_of"])
    TargetAlarm.objects.bulk_update(over, ["ended_on"])
    TargetAlarm.objects.bulk_create(made)
    ids = [one.pk for one in (*made, *over)]
    _restate(ids, on, "recovered")
    if ids:
        details = {"opened": len(made), "ended": len(over), "as_of": period.as_of.isoformat()}
        audit.record(
            by=by, act="indicators.watch_targets", subject_kind="target_alarm", subject_ids=ids, details=details
        )
    return len(made)


def _sorted(
    rows: Iterable[TargetAlarm], troubles: Mapping[str, Any], view: RulebookView
) -> tuple[dict[UUID, TargetAlarm], list[TargetAlarm]]:
    """Alarms that go on, by team, and those that are over: recovered, or answered so long ago that it begins anew."""
    again = dt.timedelta(days=int(view.need("target_alarm.again_days")))
    standing, over = {}, []
    for one in rows:
        if str(one.team_id) in troubles and (one.answered_on is None or view.on < one.answered_on + again):
            standing[one.team_id] = one
        else:
            over.append(one)
    return standing, over


def _opened(troubles: Mapping[str, list[dict[str, Any]]], period: Period, view: RulebookView) -> list[TargetAlarm]:
    due_on = view.on + dt.timedelta(days=int(view.need("target_alarm.answer_days")))
    teams = organization.team_facts_of([UUID(team) for team in troubles], view.on)
    return [
        TargetAlarm(
            team_id=team_id,
            region_id=team.region_code,
            as_of=period.as_of,
            lines=troubles[str(team_id)],
            opened_on=view.on,
            due_on=due_on,
        )
        for team_id, team in sorted(teams.items())
    ]


@transaction.atomic
def answer_alarm(*, by: Viewer, alarm_id: UUID, answer: str, on: dt.date) -> TargetAlarm:
    """What the supervisor found and ordered; the task closes. Twice is once. E_ALARM_ANSWER without words."""
    found = alarm_for(by, alarm_id)
    if not answer.strip():
        raise misshapen("E_ALARM_ANSWER", "answer")
    alarm = TargetAlarm.objects.select_for_update(no_key=True).get(pk=found.pk)
    if alarm.answered_on:
        return alarm
    alarm.answered_on, alarm.answered_by_name, alarm.answer = on, by.actor_name[:60], answer.strip()[:500]
    alarm.save(update_fields=["answered_on", "answered_by_name", "answer", "updated_at"])
    _restate([alarm.pk], on, "answered")
    audit.record(by=by, act="indicators.answer_alarm", subject_kind="target_alarm", subject_ids=[alarm.pk])
    return alarm


def _troubles(period: Period, view: RulebookView, schemes: Any) -> dict[str, list[dict[str, Any]]]:
    """By team what lies farther from its target than the margin, the farthest first."""
    margin, least = float(view.need("target_alarm.margin")), int(view.need(LEAST))
    wanted = targets(view.on, schemes)
    found: Mapping[tuple[str, str, str], Rate] = evaluate(period, _counted(wanted), ["team"])
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (code, _level, team), rate in found.items():
        gap = _gap(code, rate, wanted[code].value)
        if rate.denominator >= least and gap > margin:
            counts = {"numerator": rate.numerator, "denominator": rate.denominator}
            lines[team].append({"indicator": code, **counts, "target": wanted[code].value, "gap": round(gap, 6)})
    return {team: sorted(rows, key=lambda one: (-one["gap"], one["indicator"])) for team, rows in lines.items()}


def _counted(wanted: Mapping[str, Any]) -> list[str]:
    return [code for code in wanted if rulebook().indicators[code].numerator]


def _gap(code: str, rate: Rate, target: float) -> float:
    value = rate.value or 0.0
    return value - target if rulebook().indicators[code].direction == "lower" else target - value


def _restate(alarm_ids: list[UUID], on: dt.date, outcome: str) -> None:
    tasks.restate_tasks(subject_ids=alarm_ids, sources=(due_tasks.alarms,), on=on, outcome=outcome)
