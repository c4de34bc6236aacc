"""The labels that rosters use, as the rulebook lists them."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def label(text: str) -> str:
    """A label in the form in which two are compared: NFKC, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def by_label(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Codes by each of their labels."""
    return {label(name): code for code, listed in names.items() for name in listed}


@dataclass(frozen=True)
class Vocabulary:
    """Codes by label; labels are in the form of `label`."""

    sexes: Mapping[str, str]
    documents: Mapping[str, str]
    no_document: frozenset[str]
    residence_kinds: Mapping[str, str]
    relations: Mapping[str, str]
    ethnicities: Mapping[str, str]
    groups: Mapping[str, str]
    groups_by_age: frozenset[str]  # known, but told by the birth date: not recorded
    group_separators: str
    unreadable: frozenset[str]
