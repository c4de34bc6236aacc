"""Sign and end what a community and its team agree on."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Community, CommunityAgreement
from jiayi.community.communities.selectors.agreements import community_agreement_for, most_years, services_on_offer
from jiayi.community.communities.selectors.communities import community_for
from jiayi.community.communities.terms import AgreementPlan
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY, add_years
from jiayi.foundation.ui.refusals import broken, misshapen

from .history import note


@retrying_atomic
def sign_community_agreement(
    *, by: Viewer, community_id: UUID, plan: AgreementPlan, on: dt.date, agreement_id: UUID | None = None
) -> CommunityAgreement:
    """The unit signs with the team that serves it. `agreement_id` is the form's own: sent twice, it is signed once."""
    community = community_for(by, community_id, permission=permissions.WRITE)
    if agreement_id and community.agreements.filter(id=agreement_id).exists():
        return community_agreement_for(by, agreement_id)
    _judge(community, plan, on)
    made = CommunityAgreement(
        **({"id": agreement_id} if agreement_id else {}),
        community=community,
        team_id=community.team_id,
        services=list(dict.fromkeys(plan.services)),
        rounds=plan.rounds.strip()[:120],
        represented_by=plan.represented_by.strip()[:60],
        signed_on=on,
        signed_by_name=by.actor_name[:60],
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "community_agreement_one_on_a_day" not in str(error):
            raise
        raise broken("B_COMMUNITY_AGREEMENT_THERE", "starts_on") from error
    note(by, "sign_community_agreement", community, starts_on=plan.starts_on, ends_on=plan.ends_on)
    return made


@retrying_atomic
def end_community_agreement(*, by: Viewer, agreement_id: UUID, reason: str, on: dt.date) -> CommunityAgreement:
    """It ends before its term, with the day; one that has not begun ends on its first. Twice changes nothing."""
    community_agreement_for(by, agreement_id, permission=permissions.WRITE)
    found = CommunityAgreement.objects.select_for_update(of=("self",), no_key=True).get(id=agreement_id)
    if not reason.strip():
        raise misshapen("E_COMMUNITY_END_REASON", "reason")
    if found.ended_on:
        return found
    if found.ends_on < on:
        raise broken("B_COMMUNITY_AGREEMENT_OVER")
    found.ended_on, found.end_reason = max(on, found.starts_on), reason.strip()[:200]
    found.save(update_fields=["ended_on", "end_reason", "updated_at"])
    note(by, "end_community_agreement", found.community, ended_on=found.ended_on)
    return found


def _judge(community: Community, plan: AgreementPlan, on: dt.date) -> None:
    offered = set(services_on_offer(community.region_id, on))
    years = most_years(community.region_id, on)
    faults = {
        "E_COMMUNITY_CLOSED": ("community", community.closed_on is not None),
        "E_COMMUNITY_SERVICES": ("services", not plan.services or not offered.issuperset(plan.services)),
        "E_COMMUNITY_ROUNDS": ("rounds", not plan.rounds.strip()),
        "E_COMMUNITY_SIGNER": ("represented_by", not plan.represented_by.strip()),
        "E_COMMUNITY_TERM": (
            "ends_on",
            plan.ends_on < plan.starts_on or plan.ends_on > add_years(plan.starts_on, years) - ONE_DAY,
        ),
        "E_COMMUNITY_START": ("starts_on", not add_years(on, -1) <= plan.starts_on <= add_years(on, 1)),
    }
    for code, (field, is_wrong) in faults.items():
        if is_wrong:
            raise misshapen(code, field, years=years)
