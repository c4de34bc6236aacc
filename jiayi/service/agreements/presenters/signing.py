"""The signing page: members with their verdicts, packages with prices by payer, the confirmation."""

from typing import TYPE_CHECKING, Any

from jiayi.foundation.rulebook import rulebook
from jiayi.service.agreements.selectors import PackageOffer, Preview, Situation
from jiayi.service.agreements.terms import Payer, Unit

from .clauses import clauses_of
from .rows import group_labels

if TYPE_CHECKING:
    from jiayi.service.agreements.forms import SignForm


def signing_page(situation: Situation, form: "SignForm", preview: Preview | None, language: str) -> dict[str, Any]:
    """What the form shows beside its fields; verdicts are missing while it cannot be judged."""
    verdicts = {one.resident_id: one for one in preview.verdicts} if preview else {}
    chosen = set(form["resident_ids"].value() or [])
    packages = set(form["packages"].value() or [])
    return {
        "is_household": form["unit"].value() == Unit.HOUSEHOLD,
        "members": [
            {
                "facts": one,
                "groups": group_labels(one.groups),
                "agreement": situation.signed.get(one.id),
                "is_chosen": str(one.id) in chosen,
                "is_minor": one in situation.minors(),
                "verdict": verdicts.get(one.id),
            }
            for one in situation.members
        ],
        "has_minors": any(str(one.id) in chosen or one.id == situation.id for one in situation.minors()),
        "offers": [_offer(offer, offer.code in packages, language) for offer in situation.offers],
        "preview": preview,
        "breaches": _named(preview.breaches, situation) if preview else [],
        "warnings": _named(preview.warnings, situation) if preview else [],
        "amounts": _amounts(preview, language) if preview else [],
        "total_fen": preview.total_fen * len(preview.verdicts) if preview else None,
        "reasons": [reason for verdict in preview.verdicts[:1] for reason in verdict.reasons] if preview else [],
        "term": _term(preview),
    }


def confirmation(preview: Preview, language: str) -> dict[str, Any]:
    """What is read to the signer before the signature."""
    case, verdict = preview.case, preview.verdicts[0]
    return {
        "title": rulebook().papers["agreement"].zh,
        "clauses": clauses_of(verdict.starts_on, verdict.ends_on, case.request.signed_on, case.schemes),
        "members": [
            {"facts": one.facts, "groups": group_labels(one.facts.groups), "verdict": judged}
            for one, judged in zip(case.signatories, preview.verdicts, strict=True)
        ],
        "team": case.team,
        "doctor": case.doctor.name,
        "offers": [_offer(offer, True, language) for offer in preview.packages],
        "amounts": _amounts(preview, language),
        "total_fen": preview.total_fen * len(preview.verdicts),
        "warnings": preview.warnings,
        "term": _term(preview),
    }


def hidden_fields(form: "SignForm") -> list[tuple[str, str]]:
    """Every answer as (name, value), to be carried over the confirmation; no personal number is among them."""
    found = []
    for field in form:
        value = field.value()
        values = value if isinstance(value, list | tuple) else [value]
        found += [(field.html_name, str(one)) for one in values if one not in (None, "", False)]
    return found


def _offer(offer: PackageOffer, is_chosen: bool, language: str) -> dict[str, Any]:
    english = language.startswith("en")
    return {
        "code": offer.code,
        "label": offer.label_en if english else offer.label_zh,
        "is_chosen": is_chosen,
        "is_meant_for": bool(offer.groups) and offer.is_meant_for,
        "is_provisional": offer.is_provisional,
        "price_fen": offer.price_fen,
        "payers": [(Payer(code).label(language), amount) for code, amount in offer.amounts.items() if amount],
        "items": [{"name": one["en" if english else "zh"], "quantity": one["quantity"]} for one in offer.items],
    }


def _amounts(preview: Preview, language: str) -> list[tuple[str, int]]:
    count = len(preview.verdicts)
    return [(Payer(code).label(language), amount * count) for code, amount in preview.amounts_fen.items()]


def _term(preview: Preview | None) -> tuple | None:
    if preview is None:
        return None
    terms = [(one.starts_on, one.ends_on) for one in preview.verdicts if one.ends_on]
    return (min(one[0] for one in terms), max(one[1] for one in terms)) if terms else None


def _named(findings: list[dict[str, Any]], situation: Situation) -> list[dict[str, Any]]:
    """Findings of one resident with the name before them."""
    names = {str(one.id): one.name for one in situation.members}
    return [_with_name(one, names.get(one.get("resident", ""), "")) for one in findings]


def _with_name(finding: dict[str, Any], name: str) -> dict[str, Any]:
    if not name:
        return finding
    zh, en = finding.get("text_zh", finding["code"]), finding.get("text_en", finding["code"])
    return finding | {"text_zh": f"{name}：{zh}", "text_en": f"{name}: {en}"}
