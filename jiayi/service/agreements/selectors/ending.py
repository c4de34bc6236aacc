"""Whether an agreement may be ended, and what ends with it."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, find_value, rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks import selectors as tasks
from jiayi.registry.tasks.terms import Due
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement, HouseholdTeam
from jiayi.service.agreements.terms import IN_FORCE, TERMINATION_REASONS, Kind, RequestedBy, TerminationRequest

from .judging import findings
from .listing import visible


@dataclass(frozen=True)
class TerminationVerdict:
    """What agreements.termination says: refusals with their clauses, or from when the agreement is over."""

    effective_on: dt.date
    breaches: tuple[dict[str, Any], ...]
    reasons: list[dict[str, Any]]

    @property
    def allowed(self) -> bool:
        return not self.breaches


@dataclass(frozen=True)
class Ending:
    """What ends together with an agreement, and what stays."""

    tasks: list[str]  # kinds of open tasks that close
    is_last_of_household: bool  # the household leaves the team
    others: list[Agreement]  # the resident's other agreements in force, which stay


def termination_verdict(agreement: Agreement, asked: TerminationRequest, *, on: dt.date) -> TerminationVerdict:
    """Judge a termination by the schemes of its day; BadShape for what cannot be judged."""
    for name, known in (("requested_by", RequestedBy), ("reason", TERMINATION_REASONS)):
        if getattr(asked, name) not in set(known):
            raise misshapen("E_CODE_UNKNOWN", name)
    day = asked.ended_on or on
    if not agreement.signed_on <= day <= on:
        raise misshapen("E_DATE_OUT_OF_RANGE", "ended_on")
    schemes = organization.schemes_for(agreement.region_id, day)
    facts = {
        "requested_by": str(asked.requested_by),
        "reason": str(asked.reason),
        "confirmed_by_resident": asked.confirmed_by_resident,
        "confirmed_by_team": asked.confirmed_by_team,
    }
    outcome = decide("agreements.termination", on=day, schemes=schemes, facts=facts)
    if outcome["allowed"] and str(asked.reason) in evidence_asked_for(agreement, day) and not asked.evidence.strip():
        raise misshapen("E_EVIDENCE_REQUIRED", "evidence")
    return TerminationVerdict(outcome["effective_on"], findings([outcome], "breaches"), outcome["reasons"])


def confirmations_asked_for(agreement: Agreement, on: dt.date) -> dict[str, list[str]]:
    """By reason, who has to agree."""
    schemes = organization.schemes_for(agreement.region_id, on)
    found = find_value("agreement.termination_confirmations", on, schemes)
    return dict(found.value) if found else {}


def evidence_asked_for(agreement: Agreement, on: dt.date) -> set[str]:
    """The reasons for which the scheme wants a signed paper named."""
    found = find_value("agreement.termination_evidence", on, organization.schemes_for(agreement.region_id, on))
    return set(found.value) if found else set()


def what_ends(viewer: Viewer, agreement: Agreement, *, on: dt.date) -> Ending:
    """What ends together with this agreement."""
    is_principal = agreement.kind != Kind.SUPPLEMENTARY
    alone = HouseholdTeam.objects.filter(household=agreement.household_id, team=agreement.team_id, persons=1)
    others = visible(viewer).filter(resident_id=agreement.resident_id, state__in=IN_FORCE).exclude(id=agreement.id)
    kinds = {
        kind
        for due in Due
        for kind in tasks.tasks(viewer, on=on, due=due).filter(subject_id=agreement.id).values_list("kind", flat=True)
    }
    return Ending(
        tasks=sorted(kinds),
        is_last_of_household=bool(is_principal and agreement.household_id and alone.exists()),
        others=list(others.select_related("paper", "team").order_by("starts_on")),
    )


def those_to_end(viewer: Viewer, agreement_ids: list[UUID]) -> set[UUID]:
    """Those of these agreements that are in force and that the viewer may end. One query."""
    found = visible(viewer, permissions.TERMINATE).filter(id__in=agreement_ids, state__in=IN_FORCE)
    return set(found.values_list("id", flat=True))


def already_ended(agreement: Agreement) -> dict[str, Any]:
    """The breach of whoever wants to end what is over."""
    fault = reason(rulebook(), "B_ALREADY_ENDED", ended_on=agreement.ended_on)
    return asdict(fault) | {"agreement": str(agreement.id)}
