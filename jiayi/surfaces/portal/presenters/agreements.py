"""My agreement: what was promised, done and remains; papers that wait for a signature."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from jiayi.foundation.base.signs import joined
from jiayi.foundation.rulebook import RulebookView
from jiayi.foundation.ui.wording import word_of
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import IN_FORCE, RUNNING, UNSIGNED, Kind, State
from jiayi.service.fulfilment import selectors as fulfilment

from .words import choice_label, day_words, days_away, item_label, language


def agreement_pages(found: Iterable[Any], on: dt.date) -> list[dict[str, Any]]:
    """Of a resident's agreements those that were signed, in their order."""
    signed = [one for one in found if one.state not in UNSIGNED and one.state != State.VOID]
    return [agreement_card(one, on) | {"benefits": _benefits(one, on)} for one in signed]


def agreement_card(agreement: Any, on: dt.date) -> dict[str, Any]:
    """One agreement with the year that runs."""
    items = _items(agreement, on)
    promised = sum(one["quantity"] for one in items)
    done = sum(min(one["done"], one["quantity"]) for one in items)
    runs = agreement.state in RUNNING and agreement.kind != Kind.SUPPLEMENTARY
    return {
        "id": agreement.id,
        "paper_id": agreement.paper_id,
        "number": agreement.paper.number,
        "state": choice_label(State, agreement.state),
        "is_in_force": agreement.state in IN_FORCE,
        "starts_on": day_words(agreement.starts_on),
        "ends_on": day_words(agreement.ends_on),
        "ends_in": days_away(agreement.ends_on, on) if runs else "",
        "team": agreement.team.name,
        "institution": agreement.institution.name,
        "doctor": agreement.responsible_person.name,
        "packages_words": joined(agreements.package_label(one, language()) for one in agreement.packages.all()),
        "packages": [
            {"name": agreements.package_label(one, language()), "own_fen": one.resident_fen, "total_fen": one.total_fen}
            for one in agreement.packages.all()
        ],
        "items": items,
        "promised": promised,
        "done": done,
        "paid_by_others_fen": sum(one.total_fen - one.resident_fen for one in agreement.packages.all()),
        "own_fen": sum(one.resident_fen for one in agreement.packages.all()),
        "may_object": runs and agreement.objected_on is None and _silent(agreement, on),
        "objected_on": agreement.objected_on,
        "may_renew": runs and _may_renew(agreement, on),
    }


def _items(agreement: Any, on: dt.date) -> list[dict[str, Any]]:
    years = fulfilment.years_of(agreement, on)
    year = next((one for one in years if one.is_running), years[0] if years else None)
    return [
        {
            "label": item_label(one.item),
            "quantity": one.quantity,
            "done": one.done,
            "remaining": one.remaining,
            "on_demand": one.is_on_demand,
            "late": one.overdue,
            "next": day_words(one.next_due_on) if one.next_due_on else "",
        }
        for one in (year.items if year else [])
    ]


def _benefits(agreement: Any, on: dt.date) -> list[tuple[str, str]]:
    """What the agreement gives specially, free, subsidised, at a favourable price, in words."""
    if agreement.state not in IN_FORCE:
        return []
    found = agreements.benefits_of(agreement, on)
    return [(word_of(code), joined(item_label(one) for one in items)) for code, items in found.items()]


def _silent(agreement: Any, on: dt.date) -> bool:
    """Whether silence would renew it: only then is there something to object to."""
    view = RulebookView(on, list(organization.schemes_for(agreement.region_id, on)))
    return bool(view.get("agreement.silent_renewal") or agreement.notified_on)


def _may_renew(agreement: Any, on: dt.date) -> bool:
    is_time = agreement.notice_from is not None and agreement.notice_from <= on
    return is_time and online_signing(agreement.region_id, on)


def online_signing(region_code: str, on: dt.date) -> bool:
    """Whether the region lets residents sign on their own pages."""
    return bool(RulebookView(on, list(organization.schemes_for(region_code, on))).get("resident_page.online_signing"))


def waiting_papers(found: Iterable[Any], resident_id: Any, on: dt.date) -> list[dict[str, Any]]:
    """Of a resident's agreements those on papers that wait: the resident signs for themselves or their household."""
    return [
        {
            "paper_id": one.paper_id,
            "number": one.paper.number,
            "kind": choice_label(Kind, one.kind),
            "doctor": one.responsible_person.name,
            "team": one.team.name,
            "packages": [agreements.package_label(each, language()) for each in one.packages.all()],
            "own_fen": sum(each.resident_fen for each in one.packages.all()),
            "starts_on": day_words(one.starts_on),
            "ends_on": day_words(one.ends_on),
            "is_signer": one.paper.signer_id == resident_id,
        }
        for one in found
        if one.state == State.PENDING and online_signing(one.region_id, on)
    ]
