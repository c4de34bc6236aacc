"""agreements.package and .household_limits: whether a package is whole, and whether a household may hold it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.agreements.rules import packages as rules
from jiayi.service.agreements.terms import Grade

CHARGED, FREE_GRADES = "package.charged_payers", "package.free_grades"
ADDITIONS, CHARGE_CLASS = "package.primary_additions", "item.charge_class"
Fen = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Payer = Literal["insurance_fund", "public_health", "fiscal", "account", "resident"]


class LineFacts(Facts):
    item: str
    quantity: Count = 1
    interval_days: Count | None = None
    per_household: Count | None = None


class PackageFacts(Facts):
    grade: Literal["basic", "primary", "intermediate", "advanced"]
    groups: list[str] = []
    lines: list[LineFacts]
    payers_fen: dict[Payer, Fen] = {}


class HeldFacts(Facts):
    item: str
    limit: Count
    after: Annotated[int, Field(ge=0)]


class LimitFacts(Facts):
    items: list[HeldFacts]


def package(facts: PackageFacts, view: RulebookView) -> Outcome:
    """What it costs whom, and every breach and warning; `items` names the charge class of each service."""
    breaches = [*_empty(facts, view), *_charged(facts, view), *_limits(facts, view)]
    warnings = [*_below_norm(facts, view), *_for_others(facts, view), *_additions(facts, view)]
    payers = {str(payer): fen for payer, fen in facts.payers_fen.items()}
    price = rules.price_fen(payers)
    by_class = view.get(CHARGE_CLASS) or {}
    return {
        "allowed": not breaches,
        "breaches": list(dict.fromkeys(breach.code for breach in breaches)),
        "warnings": list(dict.fromkeys(warning.code for warning in warnings)),
        "price_fen": price,
        "charge_class": rules.charge_class(payers, view.get(CHARGED) or []),
        "items": {line.item: rules.charge_class_of_item(line.item, by_class) for line in facts.lines},
        "reasons": [*(breaches or [view.reason("PACKAGE_WHOLE", price=yuan_text(price))]), *warnings],
    }


def _empty(facts: PackageFacts, view: RulebookView) -> list[Reason]:
    return [] if facts.lines else [view.reason("B_PACKAGE_EMPTY")]


def _charged(facts: PackageFacts, view: RulebookView) -> list[Reason]:
    payers = {str(payer): fen for payer, fen in facts.payers_fen.items()}
    charged = rules.charged_fen(payers, view.get(CHARGED) or [])
    if not charged or facts.grade not in (view.get(FREE_GRADES) or []):
        return []
    grade = next(one for one in Grade if one == facts.grade)
    words = {"grade": grade.label_zh, "grade_en": grade.label_en.lower()}
    return [view.reason("B_PACKAGE_GRADE_FREE", FREE_GRADES, charged=yuan_text(charged), **words)]


def _limits(facts: PackageFacts, view: RulebookView) -> list[Reason]:
    """A service that a scheme limits by household has a limit in the package, and none above it (S2.7-15)."""
    found = []
    for line in facts.lines:
        key = limit_key(line.item)
        most = view.get(key) if key in view.book.parameters else None
        if most is None or (line.per_household is not None and line.per_household <= most):
            continue
        code = "B_HOUSEHOLD_LIMIT_MISSING" if line.per_household is None else "B_HOUSEHOLD_LIMIT_ABOVE"
        found.append(view.reason(code, key, limit=most, asked=line.per_household, **_item_words(line.item, view)))
    return found


def limit_key(item: str) -> str:
    """The parameter that limits how many members of a household hold an item; most items have none."""
    return f"{item}.family_members_max"


def _below_norm(facts: PackageFacts, view: RulebookView) -> list[Reason]:
    """Fewer than the norm asks of an item, or more than fit into a year."""
    found = []
    for line in facts.lines:
        words = {"quantity": line.quantity, **_item_words(line.item, view)}
        key = f"{line.item}.per_year"
        norm = view.get(key) if key in view.book.parameters else None
        if norm is not None and line.quantity < norm:
            found.append(view.reason("W_QUANTITY_BELOW", key, norm=norm, **words))
        if not rules.fits_in_a_year(line.quantity, line.interval_days):
            found.append(view.reason("W_QUANTITY_TOO_CLOSE", days=line.interval_days, **words))
    return found


def _for_others(facts: PackageFacts, view: RulebookView) -> list[Reason]:
    found = []
    for line in facts.lines:
        item = view.book.items.get(line.item)
        if item is None or not item.groups or set(item.groups) & set(facts.groups):
            continue
        zh, en = view.labels("groups", item.groups)
        words = {"groups": "、".join(zh), "groups_en": ", ".join(en), **_item_words(line.item, view)}
        found.append(view.reason("W_ITEM_OTHER_GROUPS", **words))
    return found


def _additions(facts: PackageFacts, view: RulebookView) -> list[Reason]:
    """What a scheme adds to the primary package (S3-19) and this one lacks."""
    wanted = view.get(ADDITIONS) if facts.grade == "primary" else None
    lacking = [item for item in wanted or [] if item not in {line.item for line in facts.lines}]
    if not lacking:
        return []
    zh, en = view.labels("items", lacking)
    return [view.reason("W_PRIMARY_ADDITIONS", ADDITIONS, items="、".join(zh), items_en=", ".join(en))]


def household_limits(facts: LimitFacts, view: RulebookView) -> Outcome:
    """Whether as many members of a household hold each limited service as it allows."""
    over = [held for held in facts.items if held.after > held.limit]
    reasons = [
        view.reason("B_ITEM_PER_HOUSEHOLD", limit=held.limit, after=held.after, **_item_words(held.item, view))
        for held in over
    ]
    return {
        "allowed": not over,
        "breaches": ["B_ITEM_PER_HOUSEHOLD"] if over else [],
        "over": [held.item for held in over],
        "reasons": reasons or [view.reason("HOUSEHOLD_LIMIT_KEPT")],
    }


def _item_words(item: str, view: RulebookView) -> dict[str, Any]:
    zh, en = view.labels("items", [item])
    return {"item": zh[0], "item_en": en[0]}


register("agreements.package", PackageFacts, package)
register("agreements.household_limits", LimitFacts, household_limits)
