"""Divide a sum among teams to the fen; two persons approve; then it is posted to the ledger and locked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.core.money import share_of
from jiayi.foundation.rulebook import decide, rulebook
from jiayi.foundation.ui.refusals import broken
from jiayi.insight.indicators import selectors as indicators
from jiayi.insight.performance.models import Assessment, Journal, Posting, Settlement
from jiayi.insight.performance.permissions import APPROVE, PROPOSE
from jiayi.insight.performance.selectors import signed_at
from jiayi.insight.performance.terms import AssessmentState, SettlementKind, SettlementState
from jiayi.registry.organization import selectors as organization

from .members import share_among_members


@dataclass(frozen=True)
class Asked:
    """What is divided: a fund's money of a year, of one quarter (1–4) or of none (0)."""

    county: str
    fund: str
    pool_fen: int
    year: int
    quarter: int = 0


@transaction.atomic
def prepay(*, by: Viewer, asked: Asked, share: Decimal, signed: Mapping[str, int], on: date) -> Settlement:
    """Propose the prepayment: a share of the pool by signed persons (S2.6-17). `share` between 0 and 1."""
    if not 0 < share < 1:
        raise broken("E_PREPAY_SHARE")
    pool = share_of(asked.pool_fen, share)
    facts = {"pool_fen": pool, "scores": dict.fromkeys(signed, 100.0), "units": dict(signed), "persons": dict(signed)}
    return _propose(by, asked, SettlementKind.PREPAYMENT, facts, None, on)


@transaction.atomic
def settle(*, by: Viewer, asked: Asked, assessment: Assessment, on: date) -> Settlement:
    """Propose to divide the pool by a final assessment, less what was paid this year. E_ASSESSMENT_NOT_FINAL."""
    if assessment.state != AssessmentState.FINAL or assessment.county_id != asked.county:
        raise broken("E_ASSESSMENT_NOT_FINAL")
    rows = list(assessment.scores.values_list("team_id", "final", "units"))
    facts = {
        "pool_fen": asked.pool_fen,
        "prepaid_fen": paid_of_year(asked),
        "scores": {str(team): final or 0.0 for team, final, _units in rows},
        "units": {str(team): float(units) for team, _final, units in rows},
        "persons": served_by(assessment),
    }
    kind = SettlementKind.QUARTER if asked.quarter else SettlementKind.YEAR
    return _propose(by, asked, kind, facts, assessment, on)


@transaction.atomic
def approve_settlement(*, by: Viewer, settlement: Settlement, on: date, at: datetime) -> Settlement:
    """Approve for the first or the second time, as two persons neither of whom proposed it; the second one posts it."""
    locked = Settlement.objects.select_for_update(no_key=True).get(pk=settlement.pk)
    if not by.scope(APPROVE).holds_region(locked.county_id):
        raise NotVisible
    if locked.state == SettlementState.APPROVED:
        raise broken("E_SETTLEMENT_LOCKED")
    if by.actor_id is None or by.actor_id in (locked.proposed_by, locked.first_by):
        raise broken("E_SETTLEMENT_OTHER_PERSON")
    if not run_again(locked):
        raise broken("E_SETTLEMENT_DIFFERS")
    if locked.state == SettlementState.PROPOSED:
        locked.state, locked.first_by, locked.first_by_name = SettlementState.CHECKED, by.actor_id, by.actor_name
        locked.first_at = at
    else:
        locked.state, locked.second_by, locked.second_by_name = SettlementState.APPROVED, by.actor_id, by.actor_name
        locked.second_at = at
        _post(locked, by, on)
        share_among_members(locked, on)
    locked.save()
    _record(by, "approve_settlement", locked)
    return locked


def run_again(settlement: Settlement) -> bool:
    """Whether the decision still says what is kept, from the facts that are kept."""
    outcome = _decided(settlement.facts, settlement.decided_on, settlement.schemes)
    return _digest(settlement.facts, outcome) == settlement.digest and outcome["amounts"] == settlement.amounts


def paid_of_year(asked: Asked) -> dict[str, int]:
    """By team what the fund has paid for the year so far."""
    rows = Posting.objects.filter(
        account__startswith="team:",
        journal__settlement__county_id=asked.county,
        journal__settlement__fund=asked.fund,
        journal__settlement__year=asked.year,
    )
    sums = rows.values_list("account").annotate(total=Sum("amount_fen")).order_by("account")
    return {account.removeprefix("team:"): total for account, total in sums}


def served_by(assessment: Assessment) -> dict[str, int]:
    """By team the persons signed at the end of the month that was assessed, as it was closed."""
    return signed_at(indicators.close_for(SystemViewer(), assessment.close_id))


def _propose(
    by: Viewer, asked: Asked, kind: SettlementKind, facts: dict[str, Any], assessment: Assessment | None, on: date
) -> Settlement:
    if not by.scope(PROPOSE).holds_region(asked.county):
        raise NotVisible
    if asked.pool_fen <= 0:
        raise broken("E_POOL_EMPTY")
    known = {"county_id": asked.county, "kind": kind, "year": asked.year, "quarter": asked.quarter, "fund": asked.fund}
    if Settlement.objects.filter(**known).exists():
        raise broken("E_SETTLEMENT_THERE")
    schemes = list(organization.schemes_for(asked.county, on))
    outcome = _decided(facts, on, schemes)
    made = Settlement.objects.create(
        **known,
        assessment=assessment,
        decided_on=on,
        schemes=schemes,
        rulebook_version=rulebook().version,
        facts=facts,
        amounts=outcome["amounts"],
        balance=outcome["balance"],
        digest=_digest(facts, outcome),
        proposed_by=by.actor_id,
        proposed_by_name=by.actor_name,
    )
    _record(by, "propose_settlement", made)
    return made


def _post(settlement: Settlement, by: Viewer, on: date) -> None:
    """Double entry: what the teams receive, the fund gives."""
    journal = Journal.objects.create(settlement=settlement, on=on, by_name=by.actor_name, note=settlement.kind)
    given = {f"team:{team}": fen for team, fen in settlement.balance.items() if fen}
    postings = [Posting(journal=journal, account=account, amount_fen=fen) for account, fen in sorted(given.items())]
    postings.append(Posting(journal=journal, account=f"fund:{settlement.fund}", amount_fen=-sum(given.values())))
    Posting.objects.bulk_create(postings)


def _decided(facts: dict[str, Any], on: date, schemes: Any) -> dict[str, Any]:
    return decide("performance.settlement", on=on, schemes=tuple(schemes), facts=facts)


def _digest(facts: dict[str, Any], outcome: dict[str, Any]) -> str:
    content = {"facts": facts, "amounts": outcome["amounts"], "balance": outcome["balance"]}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _record(by: Viewer, act: str, settlement: Settlement) -> None:
    details = {"state": settlement.state, "digest": settlement.digest}
    audit.record(
        by=by, act=f"performance.{act}", subject_kind="settlement", subject_ids=[settlement.id], details=details
    )
