"""Give the persons whom an indicator lacks to members of a team; what is reached is over by itself."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.answers import Answer, refused
from jiayi.foundation.ui.refusals import misshapen
from jiayi.insight.indicators import due_tasks
from jiayi.insight.indicators.facts.engine import literal, reading_parquet, rows_of
from jiayi.insight.indicators.models import GapDuty
from jiayi.insight.indicators.permissions import ASSIGN_TASKS
from jiayi.insight.indicators.selectors import Period, formula_of, indicator_for
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import services as tasks

MOST = 500  # residents of one act
_REACHED = "SELECT resident_id FROM {facts} WHERE {reached} AND resident_id IN ({ids})"


@transaction.atomic
def give_gap(
    *,
    by: Viewer,
    indicator: str,
    resident_ids: Sequence[UUID],
    team_id: UUID,
    practitioner_id: UUID,
    due_on: dt.date,
    on: dt.date,
) -> list[Answer]:
    """What became of each resident, in the order asked: 404 out of reach, 409 no longer here.

    NotVisible for a team out of reach or without this member; E_DUE_IN_THE_PAST.
    """
    if indicator_for(indicator).anonymous:
        raise NotVisible
    if due_on < on:
        raise misshapen("E_DUE_IN_THE_PAST")
    ids = list(dict.fromkeys(resident_ids))[:MOST]
    _require_member(by, team_id, practitioner_id, on)
    answers = _judged(by, ids, on)
    given = [one.subject_id for one in answers if one.is_done]
    former = GapDuty.objects.filter(resident_id__in=given, indicator=indicator, ended_on=None)
    ended = list(former.values_list("pk", flat=True))
    former.update(ended_on=on)
    duties = GapDuty.objects.bulk_create(
        GapDuty(
            resident_id=one,
            indicator=indicator,
            team_id=team_id,
            practitioner_id=practitioner_id,
            given_on=on,
            due_on=due_on,
            given_by=by.actor_id,
        )
        for one in given
    )
    _restate([*ended, *(one.id for one in duties)], on, "given")
    tasks.give_tasks(keys=[f"gap_duty:{one.id}" for one in duties], practitioner_id=practitioner_id)
    audit.record(
        by=by,
        act="indicators.give_gap",
        subject_kind="gap_duty",
        subject_ids=[one.id for one in duties],
        resident_ids=given,
        details={"indicator": indicator, "team": str(team_id), "practitioner": str(practitioner_id)},
    )
    return answers


def _judged(by: Viewer, ids: Sequence[UUID], on: dt.date) -> list[Answer]:
    facts = people.facts_of(people.visible_ids(by, ids, on=on), on)
    answers = []
    for one in ids:
        found = facts.get(one)
        if found is None:
            answers.append(refused(one, 404, "E_RESIDENT_OUT_OF_REACH"))
        elif not (found.alive and found.lives_here):
            answers.append(refused(one, 409, "E_RESIDENT_GONE", name=found.name))
        else:
            answers.append(Answer(one, name=found.name))
    return answers


@transaction.atomic
def end_reached_gaps(*, by: Viewer, period: Period, on: dt.date) -> int:
    """End the duties whose resident is now in the indicator's numerator; how many."""
    open_duties = GapDuty.objects.select_for_update(of=("self",), no_key=True).filter(
        ended_on=None, resident__region__code__startswith=period.county
    )
    by_indicator: dict[str, list[GapDuty]] = defaultdict(list)
    for duty in open_duties:
        by_indicator[duty.indicator].append(duty)
    over = [duty for code, duties in by_indicator.items() for duty in _reached(code, duties, period)]
    GapDuty.objects.filter(pk__in=[one.pk for one in over]).update(ended_on=on)
    _restate([one.pk for one in over], on, "reached")
    if over:
        audit.record(
            by=by,
            act="indicators.end_gaps",
            subject_kind="gap_duty",
            subject_ids=[one.pk for one in over],
            resident_ids=sorted({one.resident_id for one in over}),
        )
    return len(over)


def _reached(code: str, duties: list[GapDuty], period: Period) -> list[GapDuty]:
    formula = formula_of(indicator_for(code))
    if formula is None:
        return []
    ids = ", ".join(literal(str(one.resident_id)) for one in duties)
    query = _REACHED.format(facts=rows_of(period.path), reached=formula.is_reached, ids=ids)
    with reading_parquet() as duck:
        found = {resident_id for (resident_id,) in duck.execute(query).fetchall()}
    return [one for one in duties if str(one.resident_id) in found]


def _restate(duty_ids: Sequence[UUID], on: dt.date, outcome: str) -> None:
    tasks.restate_tasks(subject_ids=duty_ids, sources=(due_tasks.gaps,), on=on, outcome=outcome)


def _require_member(by: Viewer, team_id: UUID, practitioner_id: UUID, on: dt.date) -> None:
    team = organization.team_in_reach(by, ASSIGN_TASKS, team_id, on)
    if practitioner_id not in {one.practitioner_id for one in team.members}:
        raise NotVisible
