"""Give residents of groups to be covered in full to a member of a team, to visit and sign (S0-06); row by row."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.foundation.ui.answers import Answer, refused
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.registry.tasks import services as tasks
from jiayi.service.agreements.models import Agreement, SigningDuty
from jiayi.service.agreements.permissions import ASSIGN_TASKS
from jiayi.service.agreements.terms import IN_FORCE, Kind

from .following import restate_duties

MOST = 500  # residents of one act
WITHIN_DAYS = "signing_duty.within_days"


@transaction.atomic
def give_to_sign(
    *, by: Viewer, resident_ids: Sequence[UUID], team_id: UUID, practitioner_id: UUID, on: dt.date
) -> list[Answer]:
    """What became of each resident, in the order asked: 404 out of reach, 409 signed already or no longer here.

    NotVisible for a team out of reach or without this member. Who was given to somebody before is now this one's.
    """
    ids = list(dict.fromkeys(resident_ids))[:MOST]
    _require_member(by, team_id, practitioner_id, on)
    reach = people.visible_ids(by, ids, on=on)
    facts, signed = people.facts_of(reach, on), _signed(reach)
    answers = [_judged(one, facts.get(one), one in signed) for one in ids]
    _give([one.subject_id for one in answers if one.is_done], facts, team_id, practitioner_id, by, on)
    return answers


def _require_member(by: Viewer, team_id: UUID, practitioner_id: UUID, on: dt.date) -> None:
    team = organization.team_in_reach(by, ASSIGN_TASKS, team_id, on)
    if practitioner_id not in {one.practitioner_id for one in team.members}:
        raise NotVisible


def _signed(ids: set[UUID]) -> set[UUID]:
    rows = Agreement.objects.filter(resident_id__in=ids, state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
    return set(rows.values_list("resident_id", flat=True))


def _judged(resident_id: UUID, facts: ResidentFacts | None, is_signed: bool) -> Answer:
    if facts is None:
        return refused(resident_id, 404, "E_RESIDENT_OUT_OF_REACH")
    if not (facts.alive and facts.lives_here):
        return refused(resident_id, 409, "E_RESIDENT_GONE", name=facts.name)
    if is_signed:
        return refused(resident_id, 409, "E_DUTY_SIGNED", name=facts.name)
    return Answer(resident_id, name=facts.name)


def _give(
    ids: list[UUID],
    facts: dict[UUID, ResidentFacts],
    team_id: UUID,
    practitioner_id: UUID,
    by: Viewer,
    on: dt.date,
) -> None:
    SigningDuty.objects.filter(resident_id__in=ids, ended_on=None).update(ended_on=on)
    schemes = organization.schemes_of({facts[one].region_code for one in ids}, on)
    duties = [
        SigningDuty(
            resident_id=one,
            team_id=team_id,
            practitioner_id=practitioner_id,
            given_on=on,
            due_on=_due_on(on, schemes[facts[one].region_code]),
            given_by=by.actor_id,
        )
        for one in ids
    ]
    SigningDuty.objects.bulk_create(duties)
    restate_duties(ids, on=on, outcome="given")
    tasks.give_tasks(keys=[f"signing_duty:{one.id}" for one in duties], practitioner_id=practitioner_id)
    audit.record(
        by=by,
        act="agreements.give_to_sign",
        subject_kind="signing_duty",
        subject_ids=[one.id for one in duties],
        resident_ids=ids,
        details={"team": str(team_id), "practitioner": str(practitioner_id)},
    )


def _due_on(on: dt.date, schemes: Sequence[str]) -> dt.date:
    within = find_value(WITHIN_DAYS, on, schemes)
    return on + dt.timedelta(days=within.value if within else 0)
