"""Findings of the safety checks: a key that a reason can be given for, a level, and words with their source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from jiayi.foundation.rulebook import Reason, Rulebook, RulebookView, cited
from jiayi.foundation.rulebook.schema.drugs import Caution, Interaction, Quantity

LEVELS, OLD = "prescription.check_levels", "prescription.old_from_years"


@dataclass(frozen=True)
class Finding:
    """`key` names it within an order: its code and the drugs."""

    key: str
    level: str
    reason: Reason

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and other.key == self.key

    def as_dict(self) -> dict[str, Any]:
        said = self.reason.as_dict()
        return {"key": self.key, "level": self.level} | {
            part: said[part] for part in ("code", "text_zh", "text_en", "source")
        }


def plain(code: str, view: RulebookView, drug: str = "", **words: Any) -> Finding:
    """A finding whose level is set in the rulebook; a code that has none there is a note."""
    reason = view.reason(f"CHECK_{code.upper()}", LEVELS, **named(view.book, drug), **words)
    levels = view.get(LEVELS) or {}
    level = next((one for one, codes in levels.items() if code in codes), "note")
    return Finding(f"{code}:{drug}" if drug else code, level, reason)


def over_limit(most: Quantity, amount: float, view: RulebookView, drug: str) -> Finding:
    """More a day than the insert allows."""
    unit = view.book.units[most.unit]
    words = {"amount": f"{amount:g}", "limit": f"{most.amount:g}", "unit": unit.zh, "unit_en": unit.en}
    found = plain("over_usual_limit", view, drug, **words)
    return Finding(found.key, found.level, _sourced(found.reason, view.book, most))


def caution(one: Caution, view: RulebookView, drug: str) -> Finding:
    """What is to be minded of this patient, with its own level and source."""
    reason = view.reason("CHECK_CAUTION", **named(view.book, drug), words=one.zh, words_en=one.en)
    return Finding(f"{one.when}:{drug}", one.level, _sourced(reason, view.book, one))


def pairs(ordered: Iterable[str], held: Iterable[str], view: RulebookView) -> Iterator[Finding]:
    """What two drugs of the order, or one of it and one at home, do to each other."""
    ordered = list(ordered)
    at_home = [drug for drug in dict.fromkeys(held) if drug not in ordered]
    for one, other in [*combinations(ordered, 2), *product(ordered, at_home)]:
        yield from _same_class(one, other, view)
        for code, interaction in view.book.drug_interactions.items():
            if _meet(view.book, one, other, interaction):
                yield _interaction(code, interaction, one, other, view)


def is_named(book: Rulebook, drug: str, text: str) -> bool:
    """Whether a text of allergies names the drug, by any of its names, or its class."""
    entry = book.drugs[drug]
    classes = [book.drug_classes[code] for code in entry.classes]
    names = [entry.zh, entry.en, *entry.aliases, *(name for one in classes for name in (one.zh, one.en))]
    return any(name.lower() in text.lower() for name in names)


def applies(one: Caution, *, age: int, pregnant: bool, egfr: float | None, view: RulebookView) -> bool:
    """Whether a caution is about this patient."""
    if one.when == "pregnancy":
        return pregnant
    if one.when == "elderly":
        old_from = view.get(OLD)
        return old_from is not None and age >= old_from
    return egfr is not None and (one.egfr_below is None or egfr < one.egfr_below)


def _same_class(one: str, other: str, view: RulebookView) -> Iterator[Finding]:
    book = view.book
    for code in set(book.drugs[one].classes) & set(book.drugs[other].classes):
        known = book.drug_classes[code]
        if known.duplicates:
            words = {"other": book.drugs[other].zh, "other_en": book.drugs[other].en}
            found = plain("same_class", view, one, **words, drug_class=known.zh, drug_class_en=known.en)
            yield Finding(f"{found.key}:{other}", found.level, found.reason)


def _meet(book: Rulebook, one: str, other: str, interaction: Interaction) -> bool:
    first, second = ({drug, *book.drugs[drug].classes} for drug in (one, other))
    left, right = interaction.between
    return (left in first and right in second) or (left in second and right in first)


def _interaction(code: str, interaction: Interaction, one: str, other: str, view: RulebookView) -> Finding:
    names = named(view.book, one) | {"other": view.book.drugs[other].zh, "other_en": view.book.drugs[other].en}
    reason = view.reason("CHECK_INTERACTION", **names, words=interaction.zh, words_en=interaction.en)
    return Finding(f"{code}:{one}:{other}", interaction.level, _sourced(reason, view.book, interaction))


def _sourced(reason: Reason, book: Rulebook, entry: Any) -> Reason:
    return Reason(reason.code, reason.text_zh, reason.text_en, source=cited(book, entry))


def named(book: Rulebook, drug: str) -> dict[str, str]:
    """The drug in both languages; what the catalogue lacks by the word it came with."""
    known = book.drugs.get(drug)
    return {"drug": known.zh if known else drug, "drug_en": known.en if known else drug}
