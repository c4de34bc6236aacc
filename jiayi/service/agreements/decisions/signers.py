"""agreements.signer: for whom a doctor may sign, and why (S0-12, S0-13, S3-09)."""

from typing import Any

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.registry.organization.terms import Qualification
from jiayi.service.agreements.rules import signers

ROLES, CONDITIONAL = "agreement.signer_roles", "agreement.conditional_signer_roles"


class SignerFacts(Facts):
    role: str
    qualifications: list[str] = []
    groups: list[str] = []


def signer(facts: SignerFacts, view: RulebookView) -> Outcome:
    """Whether the role may sign for a resident of these groups; `only_for` are the groups it is bound to."""
    roles, conditional = view.get(ROLES), view.get(CONDITIONAL) or []
    entries = [entry for entry in conditional if entry["role"] == facts.role]
    allowed = roles is None or signers.may_sign(
        facts.role, roles=roles, conditional=conditional, groups=facts.groups, qualifications=facts.qualifications
    )
    is_bound = bool(entries) and facts.role not in (roles or [])
    return {
        "allowed": allowed,
        "only_for": list(dict.fromkeys(group for entry in entries for group in entry["groups"])) if is_bound else [],
        "breaches": [] if allowed else ["B_SIGNER_NOT_QUALIFIED"],
        "reasons": [_why(facts, view, entries if is_bound else [], allowed)],
    }


def _why(facts: SignerFacts, view: RulebookView, entries: list[dict[str, Any]], allowed: bool) -> Reason:
    zh, en = view.labels("roles", [facts.role])
    words = {"role": zh[0], "role_en": en[0]}
    if not entries:
        return view.reason("SIGNER_FOR_ALL" if allowed else "SIGNER_NOT_NAMED", ROLES, **words)
    groups_zh, groups_en = view.labels("groups", [group for entry in entries for group in entry["groups"]])
    words |= {"groups": "、".join(groups_zh), "groups_en": ", ".join(groups_en)}
    if allowed:
        return view.reason("SIGNER_FOR_GROUPS", CONDITIONAL, **words)
    lacking = [one["qualification"] for one in entries if one.get("qualification") not in (None, *facts.qualifications)]
    if not lacking:
        return view.reason("SIGNER_NOT_FOR_GROUPS", CONDITIONAL, **words)
    needed = next(one for one in Qualification if one == lacking[0])
    words |= {"qualification": needed.label_zh, "qualification_en": needed.label_en.lower()}
    return view.reason("SIGNER_UNQUALIFIED", CONDITIONAL, **words)


register("agreements.signer", SignerFacts, signer)
