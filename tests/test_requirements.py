"""docs/requirements.csv names for every requirement where it is, and what it claims done exists."""

import ast
import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.urls import get_resolver

from jiayi.foundation.rulebook import decisions, rulebook

CHECKOUT = Path(__file__).resolve().parents[1]
CATALOGUE = CHECKOUT.parent / "shared" / "requirements.md"
COUNTS = {"S0": 34, "S1": 18, "S2": 177, "S3": 40, "S4": 84}
ROOMS = {
    "access", "agreements", "assurance", "care", "communities", "engagement", "fulfilment", "indicators", "insurance",
    "organization", "outreach", "people", "performance", "portal", "prescriptions", "referral", "scheduling", "tasks",
}  # fmt: skip

# The rows that the catalogue types N (a number, limit or date) or I (an indicator).
QUOTED = """
S0-02 S0-03 S0-04 S0-05 S0-06 S0-08 S0-09 S0-18 S0-23 S0-34 S1-01 S1-04 S1-17 S2.1-03 S2.1-12
S2.1-15 S2.1-19 S2.2-01 S2.2-02 S2.2-04 S2.2-08 S2.2-09 S2.2-12 S2.3-03 S2.3-05 S2.3-11 S2.3-13
S2.3-14 S2.4-01 S2.4-03 S2.4-05 S2.4-08 S2.4-10 S2.4-11 S2.4-12 S2.4-13 S2.4-14 S2.4-15 S2.4-17
S2.4-18 S2.4-19 S2.4-20 S2.5-01 S2.5-05 S2.5-06 S2.5-08 S2.5-10 S2.5-12 S2.5-13 S2.5-14 S2.5-15
S2.5-16 S2.5-17 S2.5-20 S2.6-02 S2.6-03 S2.6-05 S2.6-06 S2.6-12 S2.6-13 S2.6-15 S2.6-18 S2.7-02
S2.7-03 S2.7-06 S2.7-08 S2.7-09 S2.7-11 S2.7-12 S2.7-13 S2.7-15 S2.7-17 S2.7-18 S2.7-19 S2.7-22
S2.7-23 S2.8-02 S2.10-01 S2.10-02 S2.10-05 S2.10-10 S2.10-12 S3-03 S3-04 S3-05 S3-06 S3-07 S3-08
S3-22 S3-25 S3-33 S4-04 S4-08 S4-18 S4-19 S4-20 S4-21 S4-22 S4-24 S4-25 S4-26 S4-33 S4-39 S4-56
S4-57 S4-58 S4-59 S4-60 S4-61 S4-68 S4-69 S4-72 S4-74 S4-77
"""


def rows() -> list[dict[str, str]]:
    with (CHECKOUT / "docs" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def done() -> list[dict[str, str]]:
    return [row for row in rows() if row["status"] == "done"]


def _known(kind: str, name: str) -> bool:
    book = rulebook()
    return {
        "rule": lambda: name in decisions(),
        "parameter": lambda: name in book.parameters,
        "scheme": lambda: name in book.schemes,
        "group": lambda: name in book.groups,
        "role": lambda: name in book.roles,
        "item": lambda: name in book.items,
        "package": lambda: name in book.packages,
        "list": lambda: name in book.lists,
        "paper": lambda: name in book.papers,
        "indicator": lambda: name in book.indicators,
        "term": lambda: name in book.glossary,
        "form": lambda: name in book.forms,
        "programme": lambda: name in book.programmes,
        "document": lambda: name in book.documents,
        "page": lambda: _has_page(name),
    }[kind]()


def _has_page(name: str) -> bool:
    namespace, _, view = name.partition(":")
    resolver = get_resolver().namespace_dict.get(namespace)
    return resolver is not None and view in resolver[1].reverse_dict


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_of_the_catalogue_has_one_row():
    ids = [row["id"] for row in rows()]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert Counter(re.match(r"S\d", name)[0] for name in ids) == COUNTS
    if CATALOGUE.exists():
        assert set(ids) == set(re.findall(r"^\| (S[0-9.]+-\d+) \|", CATALOGUE.read_text("utf-8"), re.MULTILINE))


def test_every_row_with_a_number_is_quoted_in_the_rulebook():
    folder = CHECKOUT / "rulebook"
    texts = [path.read_text("utf-8") for path in folder.rglob("*.yaml") if "cases" not in path.parts]
    quoted = set(re.findall(r"S[0-9]+(?:\.[0-9]+)?-[0-9]+", "\n".join(texts)))
    assert sorted(set(QUOTED.split()) - quoted) == []
    if CATALOGUE.exists():
        typed = re.findall(r"^\| (S[0-9.]+-\d+) \|.*\| ([A-Z/]+) \|$", CATALOGUE.read_text("utf-8"), re.MULTILINE)
        assert {name for name, kind in typed if kind in ("N", "I")} == set(QUOTED.split())


def test_every_row_is_planned_or_done_in_a_room_of_the_house():
    for row in rows():
        assert row["status"] in {"planned", "done"}, row
        assert row["room"] in ROOMS, row
        assert row["title"], row


@pytest.mark.parametrize("row", done(), ids=lambda row: row["id"])
def test_what_a_row_claims_done_exists(row):
    shown = row["shown_by"].split()
    assert shown, "a row that is done names the page, rule, parameter or form that shows it"
    for reference in shown:
        kind, _, name = reference.partition("=")
        assert _known(kind, name), f"{row['id']}: there is no {kind} {name}"
    path, _, test = row["test"].partition("::")
    assert (CHECKOUT / path).is_file(), f"{row['id']}: no test file {path}"
    if test:
        assert test in _tests_in(CHECKOUT / path), f"{row['id']}: no test {test} in {path}"
    else:
        assert path.startswith("rulebook/cases/"), f"{row['id']}: names a test, or a file of worked cases"


def test_the_check_notices_what_does_not_exist():
    assert not _known("rule", "agreements.nothing")
    assert not _known("parameter", "nothing.at.all")
    assert not _known("page", "indicators:nothing")
    with pytest.raises(KeyError):
        _known("rumour", "x")
