"""The signing page: members with their verdicts, packages with prices by payer, the confirmation."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.service.agreements.selectors import (
    PackageOffer,
    Preview,
    SignerVerdict,
    Situation,
    signer_of,
    signer_verdicts,
)
from jiayi.service.agreements.terms import DocumentShown, Payer, SignerCapacity, SigningRequest, SignWay, Unit

from .boards import service_list
from .clauses import clauses_of
from .kinds import judged, under_kinds
from .prices import price_reasons
from .rows import group_labels
from .workload import signing_load

if TYPE_CHECKING:
    from jiayi.service.agreements.forms import SignForm


def signing_page(situation: Situation, form: "SignForm", preview: Preview | None, language: str) -> dict[str, Any]:
    """What the form shows beside its fields; verdicts are missing while it cannot be judged."""
    unit, chosen = form["unit"].value(), set(form["resident_ids"].value() or [])
    packages = set(form["packages"].value() or [])
    signing = situation.signing(unit, chosen)
    groups = {group for one in signing for group in one.groups}
    members = [_member(one, situation, preview, chosen) for one in situation.members]
    return {
        "is_household": unit == Unit.HOUSEHOLD,
        "members": members,
        "own": next(one for one in members if one["facts"].id == situation.id),
        "may_have_minors": bool(situation.minors()),
        "has_minors": situation.has_minors(unit, chosen),
        "is_late": bool(form["late_reason"].value()) or str(form["signed_on"].value()) != str(form.today),
        "may_replace": any(one.id in situation.signed for one in signing) or bool(form["is_replacement"].value()),
        "offers": _offers(situation, form, language, groups, packages),
        "signers": [_signer(one) for one in _verdicts(situation, signing, form)],
        "service_list": service_list(form.today, situation.schemes),
        "preview": preview,
        "breaches": _named(preview.breaches, situation) if preview else [],
        "warnings": _named(preview.warnings, situation) if preview else [],
        "reasons": _reasons(preview) if preview else [],
        "outcome": _outcome(preview, language) if preview else None,
        "load": signing_load(preview.workload, preview.case.team.name) if preview else None,
    }


def _offers(
    situation: Situation, form: "SignForm", language: str, groups: Collection[str], packages: Collection[str]
) -> list[dict[str, Any]]:
    """What is meant for the signing members first, with the groups that make it so, and who gets it."""
    unit, chosen = form["unit"].value(), list(form["resident_ids"].value() or [])
    found = []
    for offer in situation.offers:
        row = _offer(offer, language, groups, offer.code in packages)
        row["kinds"] = under_kinds(offer.items, form.today, situation.schemes, language)
        row["because"] = group_labels([group for group in offer.groups if group in groups])
        row["holders"] = []
        if unit == Unit.HOUSEHOLD and row["is_chosen"] and f"holders-{offer.code}" in form.fields:
            ticked = form.holders(offer.code, chosen)
            members = [one for one in situation.members if str(one.id) in chosen]
            row["holders"] = [(one.id, one.name, str(one.id) in ticked) for one in members]
        found.append(row)
    return sorted(found, key=lambda row: not row["is_meant_for"])


def _verdicts(situation: Situation, signing: list[Any], form: "SignForm") -> list[SignerVerdict]:
    return signer_verdicts(situation.team_members(), signing, situation.schemes, form.today) if signing else []


def _signer(verdict: SignerVerdict) -> dict[str, Any]:
    role = rulebook().roles.get(verdict.role)
    return {
        "name": verdict.member.name,
        "role": role.label(get_language() or "") if role else verdict.role,
        "allowed": verdict.allowed,
        "refused_for": verdict.refused_for,
        "reasons": verdict.reasons,
    }


def confirmation(preview: Preview, form: "SignForm", language: str) -> dict[str, Any]:
    """What is read to the signer before the signature."""
    case, verdict = preview.case, preview.verdicts[0]
    signer_id, capacity = signer_of(case)
    names = {one.id: one.name for one in form.situation.members}
    return {
        "title": rulebook().papers["agreement"].zh,
        "clauses": clauses_of(verdict.starts_on, verdict.ends_on, case.request.signed_on, case.schemes),
        "members": [
            {"facts": one.facts, "groups": group_labels(one.facts.groups), "verdict": judged}
            for one, judged in zip(case.signatories, preview.verdicts, strict=True)
        ],
        "signer": (names.get(signer_id, ""), label_of(SignerCapacity, capacity)),
        "document_shown": label_of(DocumentShown, case.request.document_shown),
        "sign_way": label_of(SignWay, case.request.sign_way),
        "guardian": _guardian(case.request, names),
        "offers": [_offer(offer, language) | {"for_whom": _for_whom(offer, preview)} for offer in preview.packages],
        **_kinds(preview, language),
        "service_list": service_list(case.request.signed_on, case.schemes),
        "told_list": case.request.told_list,
        "warnings": preview.warnings,
        "reasons": _reasons(preview),
        "outcome": _outcome(preview, language),
    }


def _kinds(preview: Preview, language: str) -> dict[str, Any]:
    """All that is promised under its kinds, and which kinds that a scheme names are lacking (S1-08)."""
    case, items = preview.case, {line["item"]: line for offer in preview.packages for line in offer.items}
    on, schemes = case.request.signed_on, case.schemes
    reasons = judged(list(items), on, schemes)["reasons"]
    return {"kinds": under_kinds(items.values(), on, schemes, language), "kind_reasons": reasons}


def _for_whom(offer: PackageOffer, preview: Preview) -> list[str]:
    """The members who get it, where not everyone does."""
    case = preview.case
    names = [one.facts.name for one in case.signatories if offer in case.promised[one.facts.id]]
    return names if len(names) < len(case.signatories) else []


def _member(one: Any, situation: Situation, preview: Preview | None, chosen: set[str]) -> dict[str, Any]:
    verdicts = {verdict.resident_id: verdict for verdict in preview.verdicts} if preview else {}
    return {
        "facts": one,
        "groups": group_labels(one.groups),
        "agreement": situation.signed.get(one.id),
        "is_refused": one.id in situation.refused,
        "is_chosen": str(one.id) in chosen,
        "is_minor": one in situation.minors(),
        "verdict": verdicts.get(one.id),
    }


def _outcome(preview: Preview, language: str) -> dict[str, Any]:
    """Who answers, how long, and who pays how much a year for everybody on the paper."""
    case, count = preview.case, len(preview.verdicts)
    contact = case.team.member(case.parties.contact_id)
    return {
        "team": case.team,
        "doctor": case.doctor.name,
        "contact": contact.name if contact else "",
        "term": _term(preview),
        "count": count,
        "amounts": [(Payer(code).label(language), fen) for code, fen in preview.amounts_fen.items()],
        "total_fen": preview.total_fen,
    }


def _guardian(request: SigningRequest, names: dict[UUID, str]) -> str:
    known = names.get(request.guardian_id, "") if request.guardian_id else ""
    name, relation = request.guardian_name or known, request.guardian_relation
    return _("%(name)s（%(relation)s）") % {"name": name, "relation": relation} if name and relation else name


def _reasons(preview: Preview) -> list[dict[str, Any]]:
    """Why it may be signed, for so long and at that price; what is the same for several residents once."""
    found = [reason for verdict in preview.verdicts for reason in verdict.reasons]
    once = {(reason["code"], reason["text_zh"]): reason for reason in found}
    return [*once.values(), *price_reasons(preview.packages)]


def hidden_fields(form: "SignForm") -> list[tuple[str, str]]:
    """Every answer as (name, value), to be carried over the confirmation; no personal number is among them."""
    found = []
    for field in form:
        value = field.value()
        values = value if isinstance(value, list | tuple) else [value]
        found += [(field.html_name, str(one)) for one in values if one not in (None, "", False)]
    return found


def _offer(offer: PackageOffer, language: str, groups: Collection[str] = (), is_chosen: bool = True) -> dict[str, Any]:
    return {
        "code": offer.code,
        "label": offer.label(language),
        "is_chosen": is_chosen,
        "is_meant_for": bool(set(offer.groups) & set(groups)),
        "is_provisional": offer.is_provisional,
        "price_fen": offer.price_fen,
        "payers": [(Payer(code).label(language), amount) for code, amount in offer.amounts.items() if amount],
        "reasons": price_reasons([offer]),
    }


def _term(preview: Preview) -> tuple | None:
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
