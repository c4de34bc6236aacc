"""Checks of what is set: schemes, types, days in force, sources, units."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from pydantic import ValidationError

from jiayi.foundation.core.dates import Period
from jiayi.foundation.rulebook.checking.problems import Problem, error
from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.schema import VALUE_TYPES, DatedValue, Drug, Source
from jiayi.foundation.rulebook.schema.entries import InForce, Sourced
from jiayi.foundation.rulebook.values import NATIONAL


def all_values(book: Rulebook) -> Iterator[tuple[str, str, list[DatedValue]]]:
    """Scheme, key and dated values of everything that is set."""
    for key, parameter in book.parameters.items():
        yield NATIONAL, key, parameter.values
    for name, scheme in book.schemes.items():
        for key, values in scheme.overrides.items():
            yield name, key, values


def schemes_fit(book: Rulebook) -> Iterator[Problem]:
    """The national scheme is there; schemes name known documents and known parameters, each with a value."""
    if NATIONAL not in book.schemes:
        yield error("schemes", f"no scheme {NATIONAL}")
    for name, scheme in book.schemes.items():
        if scheme.document not in book.documents:
            yield error(name, f"unknown document {scheme.document}")
        for key, values in scheme.overrides.items():
            if key not in book.parameters:
                yield error(f"{name} {key}", "unknown parameter")
            if not values:
                yield error(f"{name} {key}", "no value")


def values_have_their_type(book: Rulebook) -> Iterator[Problem]:
    for scheme, key, values in all_values(book):
        parameter = book.parameters.get(key)
        if parameter is None:
            continue  # schemes_fit says so
        for dated in values:
            try:
                VALUE_TYPES[parameter.type].validate_python(dated.value)
            except ValidationError as fault:
                yield error(f"{scheme} {key}", f"not of type {parameter.type}: {fault.errors()[0]['msg']}")


def periods_do_not_overlap(book: Rulebook) -> Iterator[Problem]:
    for scheme, key, values in all_values(book):
        yield from _overlaps(f"{scheme} {key}", values)
    for name, package in book.packages.items():
        yield from _overlaps(name, package.versions)
    for name, checklist in book.lists.items():
        yield from _overlaps(name, checklist.versions)


def _overlaps(place: str, entries: "list[Any]") -> Iterator[Problem]:
    for entry in entries:
        if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
            yield error(place, f"ends before it starts on {entry.starts_on}")
            return
    for one, other in combinations(entries, 2):
        if _period(one).overlaps(_period(other)):
            yield error(place, f"two values hold from {max(_period(one).starts_on, _period(other).starts_on)}")


def _period(entry: InForce) -> Period:
    return Period(entry.starts_on or date.min, entry.ends_on or date.max)


def sources_are_known(book: Rulebook) -> Iterator[Problem]:
    for place, source in _all_sources(book):
        if source.document not in book.documents:
            yield error(place, f"unknown document {source.document}")


def _all_sources(book: Rulebook) -> Iterator[tuple[str, Source]]:
    for scheme, key, values in all_values(book):
        yield from ((f"{scheme} {key}", dated.source) for dated in values)
    entries: list[tuple[str, Sourced]] = [
        *((code, item) for code, item in book.items.items()),
        *((name, version) for name, package in book.packages.items() for version in package.versions),
        *((name, version) for name, checklist in book.lists.items() for version in checklist.versions),
        *((code, duty) for code, role in book.roles.items() for duty in role.duties),
        *((name, clause) for name, paper in book.papers.items() for clause in paper.clauses),
        *((name, form) for name, form in book.forms.items()),
        *((code, message) for code, message in book.messages.items()),
        *((code, entry) for code, drug in book.drugs.items() for entry in _drug_facts(drug)),
        *((code, entry) for code, entry in book.drug_interactions.items()),
        *((f"holidays {year}", entry) for year, entry in book.holidays.items()),
    ]
    yield from ((place, entry.source) for place, entry in entries)
    yield from ((code, group.source) for code, group in book.groups.items())
    yield from ((code, role.source) for code, role in book.roles.items())


def _drug_facts(drug: Drug) -> list[Sourced]:
    said = (drug.usual, drug.most, drug.storage, drug.advice)
    return [drug, *drug.presentations, drug.control, *drug.cautions, *(fact for fact in said if fact)]


def units_are_known(book: Rulebook) -> Iterator[Problem]:
    for key, parameter in book.parameters.items():
        if parameter.unit is not None and parameter.unit not in book.units:
            yield error(key, f"unknown unit {parameter.unit}")
        if parameter.unit is None and parameter.type in ("integer", "decimal", "share", "cap"):
            yield Problem("warning", key, "a number without a unit")
