"""Courses beside the agreement in force: residents who signed with a named specialist for some weeks."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization import services
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.services import sign_agreement
from jiayi.service.agreements.terms import Kind, Party, SigningRequest, State

from .county import BY, Township
from .staff import staff_of

_SPECIALIST = "tcm_physician"
_ADULT = timedelta(days=40 * 365)
_COURSES = ((10, 90), (40, 60), (150, 60), (200, 90))  # signed so many days ago, for so many


def sign_courses(town: Township, on: date) -> Counter[str]:
    """The centre's physician of Chinese medicine joins the town's first team; states of the courses signed there."""
    specialist = staff_of(town.institution_id, _SPECIALIST)
    team = organization.team_facts(town.teams[0], on)
    if specialist is None or specialist.practitioner_id is None or team is None:
        return Counter()
    services.change_team_members(
        by=BY,
        team_id=team.id,
        members=[
            *((one.practitioner_id, one.role) for one in team.members),
            (specialist.practitioner_id, _SPECIALIST),
        ],
        leader_id=team.leader_id,
        on=on - timedelta(days=max(ago for ago, _days in _COURSES)),
    )
    adults = Agreement.objects.filter(team_id=team.id, resident__birth_date__lt=on - _ADULT)
    long_signed = adults.filter(state=State.ACTIVE, signed_on__lt=on - timedelta(days=210))
    residents = long_signed.order_by("id").values_list("resident_id", flat=True)
    signed = [
        _sign(team.id, resident, specialist.practitioner_id, ago, days, on)
        for resident, (ago, days) in zip(residents[: len(_COURSES)], _COURSES, strict=False)
    ]
    return Counter(signed)


def _sign(team_id: UUID, resident_id: UUID, specialist_id: UUID, ago: int, days: int, on: date) -> str:
    asked = SigningRequest(
        team_id=team_id,
        packages=("basic",),
        signed_on=on - timedelta(days=ago),
        resident_ids=(resident_id,),
        kind=Kind.SUPPLEMENTARY,
        party=Party.DOCTOR,
        responsible_person_id=specialist_id,
        course_days=days,
        late_reason="纸质协议补录（演示）",
    )
    return str(sign_agreement(by=BY, asked=asked, on=on).agreements.get().state)
