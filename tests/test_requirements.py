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
