"""Note what of a level's deductible was paid within an episode."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.people import selectors as people
from jiayi.service.insurance.models import DeductiblePayment
from jiayi.service.insurance.terms import LEVELS


@retrying_atomic
def note_deductible(
    *,
    by: Viewer,
    resident_id: UUID,
    episode_id: UUID,
    level: str,
    institution_name: str,
    admitted_on: dt.date,
    deductible_fen: int,
    on: dt.date,
) -> DeductiblePayment:
    """One row a stay; said again, the last word counts. NotVisible for a resident out of reach."""
    resident = people.resident_for(by, resident_id, on=on)
    if level not in LEVELS or not institution_name.strip() or deductible_fen < 0 or admitted_on > on:
        raise misshapen("E_DEDUCTIBLE", "deductible_fen")
    payment, _ = DeductiblePayment.objects.update_or_create(
        episode_id=episode_id,
        institution_name=institution_name.strip()[:120],
        admitted_on=admitted_on,
        defaults={
            "resident": resident,
            "level": level,
            "deductible_fen": deductible_fen,
            "noted_by_name": by.actor_name[:60],
        },
    )
    audit.record(
        by=by,
        act="insurance.note_deductible",
        subject_kind="deductible_payment",
        subject_ids=[payment.id],
        resident_ids=[resident.id],
        details={"level": level, "fen": deductible_fen},
    )
    return payment
