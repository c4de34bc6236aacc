"""What happened to residents elsewhere, and what follows for their referrals."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import AWAITED, OPEN, Act, Reason, State

from .stepping import restate, step

_TABLE = "referral_referral"
_UNVISITED = (State.DRAFT, State.APPROVAL, State.SUBMITTED, *AWAITED)


@transaction.atomic
def close_referrals_of(*, by: Viewer, resident_id: UUID, on: dt.date) -> int:
    """The resident died or left the county: what was not visited is cancelled, what runs is closed."""
    rows = list(Referral.objects.select_for_update(of=("self",)).filter(resident_id=resident_id, state__in=OPEN))
    for referral in rows:
        _end(referral, Reason.DIED_OR_LEFT, by=by, on=on)
    return len(rows)


def _end(referral: Referral, reason: Reason, *, by: Viewer, on: dt.date) -> None:
    """Bring an open referral to its end, step by step as its life has them."""
    ended = {"reason": reason, "closed_on": on, "expires_on": None}
    said = {"by": by, "on": on, "at": clock.now(), "words": reason.label_zh}
    if referral.state in _UNVISITED:
        step(referral, Act.CANCEL, State.CANCELLED, **said, **ended)
        return
    if referral.state == State.RETURN_PROPOSED:
        step(referral, Act.TAKE_BACK, State.RETURNED, **said)
    if referral.state == State.RETURNED:
        step(referral, Act.FOLLOW_UP, State.FOLLOWED_UP, **said, followed_up_on=on)
    step(referral, Act.CLOSE, State.CLOSED, **said, **ended)


@transaction.atomic
def follow_moved_resident(*, resident_id: UUID, region_code: str, on: dt.date) -> None:
    """A resident who moved within the county keeps their referrals; the new village's team looks after open ones."""
    Referral.objects.filter(resident_id=resident_id).update(region_id=region_code)
    team_id = organization.team_of_region(region_code, on)
    rows = Referral.objects.filter(resident_id=resident_id, state__in=OPEN)
    rows.update(team_id=team_id)
    for referral in rows:
        restate(referral, on=on, outcome="moved")


@transaction.atomic
def repoint_referrals(*, merge_id: UUID, kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    """Referrals of the merged record are the kept one's; of two open ones of an episode the merged one's is ended."""
    of_both = Referral.objects.filter(resident_id=kept_id, state__in=OPEN).values("group")
    double = Referral.objects.filter(resident_id=merged_id, state__in=OPEN, group__in=of_both)
    for referral in list(double.select_for_update(of=("self",))):
        _end(referral, Reason.MISTAKE, by=SystemViewer(), on=on)
    ids = list(Referral.objects.filter(resident_id=merged_id).values_list("id", flat=True))
    if ids:
        Referral.objects.filter(id__in=ids).update(resident_id=kept_id, region_id=_village_of(kept_id, on))
        people_services.log_moved_rows(merge_id=merge_id, table=_TABLE, ids=ids)
        _restate_open(ids, on, "merged")


@transaction.atomic
def point_referrals_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]], on: dt.date) -> None:
    """Undo `repoint_referrals`."""
    rows = Referral.objects.filter(id__in=moved.get(_TABLE, []), resident_id=kept_id)
    ids = list(rows.values_list("id", flat=True))
    rows.update(resident_id=merged_id, region_id=_village_of(merged_id, on))
    _restate_open(ids, on, "parted")


def _restate_open(ids: list[UUID], on: dt.date, outcome: str) -> None:
    for referral in Referral.objects.filter(id__in=ids, state__in=OPEN):
        restate(referral, on=on, outcome=outcome)


def _village_of(resident_id: UUID, on: dt.date) -> str:
    """The village of a resident."""
    return str(people.facts_of([resident_id], on)[resident_id].region_code)
