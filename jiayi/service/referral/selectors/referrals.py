"""Referrals within reach: one, lists of them, what may be done."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.referral import permissions
from jiayi.service.referral.models import PlanItem, Referral, ReferralStep, Reply
from jiayi.service.referral.terms import OPEN, Act, Direction, Side, State, Urgency, acts_from, party_of

_WITH = ("resident", "region", "team", "from_institution", "to_institution")


def referrals(viewer: Viewer) -> QuerySet[Referral]:
    """Every referral within reach, with resident, village and both institutions."""
    return Referral.objects.filter(permissions.within(viewer)).select_related(*_WITH)


def of_side(viewer: Viewer, side: str) -> QuerySet[Referral]:
    """Referrals within reach that were received or sent by the viewer's institutions, or all (terms.Side)."""
    ids = viewer.scope(permissions.READ).institution_ids
    rows = referrals(viewer)
    if side == Side.RECEIVED:
        return rows.filter(to_institution_id__in=ids)
    return rows.filter(from_institution_id__in=ids) if side == Side.SENT else rows


def only_open(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those that have not ended."""
    return rows.filter(state__in=OPEN)


def by_clock(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """The nearest clock first; what waits for nobody comes last."""
    return rows.order_by("clock_at", "id")


def approvals(viewer: Viewer) -> QuerySet[Referral]:
    """What waits for the insurer's office, or was decided by it."""
    return Referral.objects.filter(permissions.to_approve(viewer)).select_related(*_WITH)


def referral_for(viewer: Viewer, referral_id: UUID) -> Referral:
    """One referral; NotVisible out of reach."""
    return _one(referrals(viewer), referral_id)


def referral_to_approve(viewer: Viewer, referral_id: UUID) -> Referral:
    """One referral that the insurer's office decides or decided; NotVisible otherwise."""
    return _one(approvals(viewer), referral_id)


def _one(rows: QuerySet[Referral], referral_id: UUID) -> Referral:
    found = rows.select_related("record").filter(id=referral_id).first()
    if found is None:
        raise NotVisible
    return found


def of_resident(viewer: Viewer, resident_id: UUID) -> QuerySet[Referral]:
    """The referrals of a resident whom the viewer may see, the latest first."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    resident = people.resident_for(viewer, resident_id)
    return referrals(viewer).filter(resident_id=resident.id).order_by("-created_at", "-id")


def steps_of(referral: Referral) -> list[ReferralStep]:
    """What became of it, the first step first. The caller has found the referral for its viewer."""
    return list(referral.steps.order_by("number"))


def plan_of(referral: Referral) -> list[PlanItem]:
    """What is to be done at home, the nearest first."""
    return list(referral.plan.order_by("due_on", "id"))


def reply_of(referral: Referral) -> Reply | None:
    """The return form, where it is written."""
    return Reply.objects.filter(referral=referral).first()


def acts_open_to(viewer: Viewer, referral: Referral) -> list[Act]:
    """What this viewer may do with it now."""
    is_emergency = referral.urgency == Urgency.EMERGENCY
    is_down = referral.direction == Direction.DOWN
    acts = acts_from(referral.state, is_emergency=is_emergency, is_down=is_down)
    if referral.complete_by and referral.completed_on is None and referral.state in OPEN:
        acts.append(Act.COMPLETE)
    return [act for act in acts if permissions.is_party(viewer, referral, party_of(act))]


def has_restricted_view(viewer: Viewer, referral: Referral) -> bool:
    """Whether the viewer may open the resident's own page: not before the referral is accepted."""
    return bool(people.visible_ids(viewer, [referral.resident_id]))


def open_by_step(rows: QuerySet[Referral]) -> dict[str, int]:
    """How many of the rows stand in each open state. One query."""
    counted = rows.filter(state__in=OPEN).order_by().values_list("state").annotate(Count("id"))
    found: dict[str, Any] = dict(counted)
    return {str(state): found.get(str(state), 0) for state in OPEN if state != State.DRAFT}
