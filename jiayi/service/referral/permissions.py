"""Permissions of rulebook/posts.yaml that this room asks for, and what they let a viewer see and do here."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.service.referral.terms import RESTRICTED_GROUPS, Direction, Party, State

READ = "referral_read"
WRITE = "referral_write"
ANSWER = "referral_answer"
APPROVE = "referral_approve"
EXPORT = "export_rows"
READ_VISITS = "insured_visit_read"
AUDIT_CASES = "record_audit"
KEEP_NETWORK = "institution_write"
READ_RESTRICTED = "restricted_record_read"
NOTHING = Q(pk__in=())
_UNSENT = (State.DRAFT, State.APPROVAL, State.REFUSED)


def within(viewer: Viewer, permission: str = READ) -> Q:
    """Referrals of the residents of the scope's regions and teams, and those sent from or to its institutions.

    What was not sent yet is not the receiver's to see; restricted episodes are seen at home by few.
    """
    scope = viewer.scope(permission)
    if scope.everything:
        return Q()
    received = Q(to_institution_id__in=scope.institution_ids) & ~Q(state__in=_UNSENT)
    sent = Q(from_institution_id__in=scope.institution_ids)
    at_home = reduce(or_, [_in_regions(scope), Q(team_id__in=scope.team_ids)], NOTHING)
    if not viewer.can(READ_RESTRICTED):
        at_home &= ~Q(group__in=RESTRICTED_GROUPS)
    own = Q(resident_id__in=scope.resident_ids) & ~Q(state__in=_UNSENT)  # what was sent of a resident's own
    return received | sent | at_home | own


def _in_regions(scope: Scope) -> Q:
    ranges = [in_region(prefix) for prefix in scope.region_prefixes]
    return reduce(or_, ranges, NOTHING)


def to_approve(viewer: Viewer) -> Q:
    """Referrals that wait for the insurer, or were decided by it, in the viewer's area."""
    scope = viewer.scope(APPROVE)
    if scope.everything:
        return Q()
    asked = Q(state__in=(State.APPROVAL, State.REFUSED)) | ~Q(approved_by="")
    return asked & (_in_regions(scope) | Q(from_institution_id__in=scope.institution_ids))


def is_party(viewer: Viewer, referral: Any, party: Party) -> bool:
    """Whether the viewer acts for this side of the referral."""
    is_up = referral.direction == Direction.UP
    if party == Party.INSURER:
        return _holds(viewer.scope(APPROVE), referral, referral.from_institution_id, at_home=True)
    if party == Party.SENDER:
        return _holds(viewer.scope(WRITE), referral, referral.from_institution_id, at_home=is_up)
    if party == Party.HOME:
        home = referral.from_institution_id if is_up else referral.to_institution_id
        return _holds(viewer.scope(WRITE), referral, home, at_home=True)
    if referral.to_institution_id is None:  # nobody answers here: the sender enters what was said on the phone
        return is_party(viewer, referral, Party.SENDER)
    return _holds(viewer.scope(ANSWER), referral, referral.to_institution_id, at_home=not is_up)


def takes_part(viewer: Viewer, referral: Any) -> bool:
    """Whether the viewer acts for one side or the other, or at home."""
    return any(is_party(viewer, referral, party) for party in (Party.SENDER, Party.RECEIVER, Party.HOME))


def _holds(scope: Scope, referral: Any, institution_id: Any, *, at_home: bool) -> bool:
    if scope.everything or institution_id in scope.institution_ids:
        return True
    return at_home and (scope.holds_region(referral.region_id) or referral.team_id in scope.team_ids)
