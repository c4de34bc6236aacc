"""referral.path: may the patient go there; referral.down: may the patient come back."""

from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.referral import rules
from jiayi.service.referral.terms import PackagePart

LADDER, APPROVAL, GRANTED = "referral.ladder_enforced", "referral.insurer_approval", "referral.exemptions"
ELDERLY, INFANT = "referral.exempt_elderly_age", "referral.exempt_infant_age"
PACKAGE, FOLLOW_UP = "referral.down_package", "referral.follow_up_days"
INSURER = "insurer"

Level = Literal["village", "township", "county", "city", "province"]


class PathFacts(Facts):
    from_level: Level
    to_level: Level
    visit: Literal["outpatient", "inpatient"]
    age: Annotated[Number, Field(ge=0)] = 40
    groups: list[str] = []
    emergency: bool = False
    postoperative_revisit: bool = False
    lives_elsewhere: bool = False
    disability_grade: Annotated[int, Field(ge=1, le=4)] | None = None
    consent: bool = True
    approvals: list[str] = []


def path(facts: PathFacts, view: RulebookView) -> Outcome:
    """Whether the ladder, the consent and the insurer let this referral go."""
    climb = rules.climb(facts.from_level, facts.to_level)
    granted = view.united(GRANTED)
    exemption = rules.first_exemption(granted, _circumstances(facts, view))
    lacks_approval = climb > 0 and bool(view.get(APPROVAL)) and INSURER not in facts.approvals
    breaches: list[Reason] = []
    if climb > 1 and view.get(LADDER) and exemption is None:
        breaches.append(view.reason("B_LEVEL_SKIPPED", LADDER))
    if not facts.emergency and not facts.consent:
        breaches.append(view.reason("B_CONSENT_MISSING"))
    if not facts.emergency and lacks_approval:
        breaches.append(view.reason("B_INSURER_APPROVAL_MISSING", APPROVAL))
    return {
        "allowed": not breaches,
        "exemption": exemption,
        "breaches": [breach.code for breach in breaches],
        "voucher_valid": not breaches and facts.consent and not lacks_approval,
        "reasons": breaches or [_let_go(exemption, view)],
    }


def _let_go(exemption: str | None, view: RulebookView) -> Reason:
    if exemption is None:
        return view.reason("REFERRAL_ON_THE_LADDER", LADDER)
    word = view.book.labelled(exemption)
    zh, en = (word.zh, word.en) if word else (exemption, exemption)
    return view.reason("REFERRAL_EXEMPT", GRANTED, exemption=zh, exemption_en=en)


def _circumstances(facts: PathFacts, view: RulebookView) -> rules.Circumstances:
    return rules.Circumstances(
        emergency=facts.emergency,
        postoperative_revisit=facts.postoperative_revisit,
        lives_elsewhere=facts.lives_elsewhere,
        disability_grade=facts.disability_grade,
        groups=facts.groups,
        age=facts.age,
        elderly_from=(view.get(ELDERLY) or {}).get("years"),
        infant_to=(view.get(INFANT) or {}).get("years"),
    )


class DownFacts(Facts):
    diagnosis_clear: bool
    stable: bool
    post_operative: bool = False
    rehabilitation: bool = False
    chronic_management: bool = False
    palliative: bool = False
    nursing: bool = False
    willing: bool = True
    package: list[str] = []


def down(facts: DownFacts, view: RulebookView) -> Outcome:
    """Whether the patient is fit to be sent back, and what the package still lacks."""
    has_purpose = any(getattr(facts, purpose) for purpose in rules.PURPOSES)
    unmet = [
        view.reason(code)
        for code, met in (
            ("DOWN_DIAGNOSIS_UNCLEAR", facts.diagnosis_clear),
            ("DOWN_NOT_STABLE", facts.stable),
            ("DOWN_NOT_WILLING", facts.willing),
            ("DOWN_WITHOUT_PURPOSE", has_purpose),
        )
        if not met
    ]
    missing = rules.lacking(view.need(PACKAGE), facts.package)
    days = view.need(FOLLOW_UP)
    return {
        "suitable": not unmet,
        "complete": not missing,
        "missing": missing,
        "follow_up_within_days": days,
        "reasons": [*unmet, *_missing_words(missing, view), view.reason("DOWN_FOLLOW_UP", FOLLOW_UP, days=days)],
    }


def _missing_words(missing: list[str], view: RulebookView) -> list[Reason]:
    if not missing:
        return []
    parts = [part for part in PackagePart if part in missing]
    zh, en = "、".join(part.label_zh for part in parts), ", ".join(part.label_en.lower() for part in parts)
    return [view.reason("DOWN_PACKAGE_LACKS", PACKAGE, parts=zh, parts_en=en)]


register("referral.path", PathFacts, path)
register("referral.down", DownFacts, down)
