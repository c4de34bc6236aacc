"""The insurer's half of the joint notice (S0-10): told of what was given out, it answers what is paid; files at first.

Another way (the insurer's web service) implements `InsurerExchange` and changes nothing else.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.prescriptions.models import Claim, Dispensing, FormularyLine
from jiayi.service.prescriptions.terms import ClaimState

from .exchanging import Exchange

MOST_LINES, COUNTY_DIGITS, MOST_FEN = 2_000, 6, 2_000_000_000
PARTS = ("pool_fen", "account_fen", "own_fen")


class InsurerExchange(Exchange, Protocol):
    """Where claims go out, and the insurer's answers come in."""

    def send(self, name: str, lines: Sequence[Mapping[str, Any]]) -> None:
        """Hand a batch of claims over, whole or not at all."""


@transaction.atomic
def tell_insurer(*, by: Viewer, exchange: InsurerExchange, institution_id: UUID, on: dt.date, at: dt.datetime) -> int:
    """Tell of what an institution gave out and nobody told of yet; how many lines. A returned part is told as less."""
    rows = Dispensing.objects.select_for_update(of=("self",)).filter(
        institution_id=institution_id, claim=None, on__lte=on
    )
    related = rows.select_related("prescription__resident").prefetch_related("items__item", "items__returned")
    given = list(related.order_by("on", "id")[:MOST_LINES])
    if not given:
        return 0
    prices = _prices(given)
    claims = [Claim(dispensing=one, told_on=on, amount_fen=_amount(one, prices)) for one in given]
    Claim.objects.bulk_create(claims)
    audit.record(
        by=by,
        act="prescriptions.tell_insurer",
        subject_kind="claim",
        subject_ids=[one.id for one in claims],
        resident_ids=list({one.prescription.resident_id for one in given}),
        details={"lines": len(given)},
    )
    exchange.send(f"claims-{at:%Y%m%dT%H%M%S%f}.json", [_line(one) for one in claims])
    return len(given)


def take_insurers_answers(*, by: Viewer, exchange: InsurerExchange, on: dt.date) -> dict[str, int]:
    """Note what the insurer paid or refused; each line is acknowledged, one that comes again changes nothing."""
    counts = {"taken": 0, "refused": 0}
    for name, content in exchange.messages():
        lines = content if isinstance(content, list) else [None]
        answers = [_answered(line, by, on) for line in lines[:MOST_LINES]]
        exchange.answer(name, answers)
        counts["taken"] += sum(one["taken"] for one in answers)
        counts["refused"] += sum(not one["taken"] for one in answers)
    return counts


@transaction.atomic
def _answered(line: Any, by: Viewer, on: dt.date) -> dict[str, Any]:
    try:
        claim = (
            Claim.objects.select_for_update(of=("self",))
            .select_related("dispensing__prescription")
            .get(id=UUID(str(line["claim"])))
        )
        said = _said(line, on)
    except (Claim.DoesNotExist, KeyError, TypeError, ValueError):
        return {
            "claim": str(line.get("claim", "")) if isinstance(line, dict) else "",
            "taken": False,
            "reason": "E_MESSAGE",
        }
    if claim.state != ClaimState.TOLD:
        is_same = all(getattr(claim, name) == value for name, value in said.items() if name != "answered_on")
        return {"claim": str(claim.id), "taken": is_same} | ({} if is_same else {"reason": "E_ANSWERED"})
    for name, value in said.items():
        setattr(claim, name, value)
    claim.save()
    audit.record(
        by=by,
        act="prescriptions.take_claim_answer",
        subject_kind="claim",
        subject_ids=[claim.id],
        resident_ids=[claim.dispensing.prescription.resident_id],
        details={"state": claim.state},
    )
    return {"claim": str(claim.id), "taken": True}


def _said(line: Mapping[str, Any], on: dt.date) -> dict[str, Any]:
    """What an answer sets; ValueError where it is none."""
    if line["paid"]:
        parts = {name: int(line[name]) for name in PARTS}
        number = str(line["number"]).strip()[:60]
        if not number or any(not 0 <= value <= MOST_FEN for value in parts.values()):
            raise ValueError(line)
        return parts | {"state": ClaimState.PAID.value, "number": number, "answered_on": on}
    reason = str(line["reason"]).strip()[:200]
    if not reason:
        raise ValueError(line)
    return {"state": ClaimState.REFUSED.value, "reason": reason, "answered_on": on}


def _line(claim: Claim) -> dict[str, Any]:
    given = claim.dispensing
    order, resident = given.prescription, given.prescription.resident
    return {
        "claim": str(claim.id),
        "prescription": order.code,
        "archive_number": resident.archive_number,
        "name": resident.name,
        "diagnoses": list(order.diagnoses),
        "given_on": given.on.isoformat(),
        "days": given.days,
        "way": given.way,
        "amount_fen": claim.amount_fen,
        "items": [
            {
                "drug": one.item.drug,
                "name": one.item.name,
                "form": one.item.form,
                "strength": one.item.strength,
                "quantity": _kept(one),
                "lot": one.lot_number,
                "free": one.is_free,
            }
            for one in given.items.all()
        ],
    }


def _kept(one: Any) -> int:
    return int(one.quantity - sum(back.quantity for back in one.returned.all()))


def _prices(given: Sequence[Dispensing]) -> dict[tuple[str, str, str, str], int]:
    """The lowest price of a presentation in each county's formulary, in fen a unit."""
    counties = {one.prescription.region_id[:COUNTY_DIGITS] for one in given}
    lines = FormularyLine.objects.filter(region__in=counties, is_withdrawn=False, price_fen__isnull=False)
    found: dict[tuple[str, str, str, str], int] = {}
    for region, drug, form, strength, price in lines.order_by("-price_fen").values_list(
        "region_id", "drug", "form", "strength", "price_fen"
    ):
        found[(region, drug, form, strength)] = price
    return found


def _amount(one: Dispensing, prices: Mapping[tuple[str, str, str, str], int]) -> int | None:
    """None where a price is not known: the insurer reckons by its own."""
    county = one.prescription.region_id[:COUNTY_DIGITS]
    units = [
        (prices.get((county, each.item.drug, each.item.form, each.item.strength)), each) for each in one.items.all()
    ]
    if any(price is None for price, _each in units):
        return None
    return sum((price or 0) * _kept(each) for price, each in units)
