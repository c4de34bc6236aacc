"""Who may import whom: the contracts of pyproject.toml, and the doors of the rooms."""

import re
import subprocess
import sys

import grimp
import pytest

from tests.architecture.house import CHECKOUT, rooms, shown, sources

DOORS = {"services", "selectors", "terms", "events"}
# Rooms that are tools rather than holders of data: each of their modules is meant for the rooms above.
OPEN_ROOMS = {"jiayi.foundation.core", "jiayi.foundation.base", "jiayi.foundation.rulebook", "jiayi.foundation.ui"}
# config puts the rooms together, so it alone also sees how each is reached and what each asks for.
DOORS_FOR_CONFIG = DOORS | {"urls", "api", "permissions", "apps"}


def test_the_contracts_of_floors_and_rooms_are_kept() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    answer = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("jiayi", cache_dir=None)


def test_a_room_is_entered_only_by_its_doors(graph: grimp.ImportGraph) -> None:
    broken = [
        f"{importer} imports {imported}"
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if not may_enter(importer, imported)
    ]
    assert not broken, "\n".join(broken)


def may_enter(importer: str, imported: str) -> bool:
    room = room_of(imported)
    if room is None or room in OPEN_ROOMS or importer.startswith((f"{room}.", "jiayi.demo")) or importer == room:
        return True
    doors = DOORS_FOR_CONFIG if importer.startswith("jiayi.config") else DOORS
    inside = imported.removeprefix(room).lstrip(".")
    return inside.split(".")[0] in doors


def room_of(module: str) -> str | None:
    parts = module.split(".")
    room = ".".join(parts[:3])
    return room if room in rooms() else None


def test_the_clock_is_asked_by_its_full_name() -> None:
    """`from …clock import today` keeps what a test put there when the module is first imported during that test."""
    keeping = [shown(path) for path in sources() if re.search(r"base\.clock import", path.read_text("utf-8"))]
    assert not keeping


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("jiayi.service.agreements.services", "jiayi.registry.people.selectors.search", True),
        ("jiayi.service.agreements.services", "jiayi.registry.people.models", False),
        ("jiayi.service.agreements.views", "jiayi.registry.people.permissions", False),
        ("jiayi.config.urls", "jiayi.registry.people.api", True),
        ("jiayi.config.urls", "jiayi.registry.people.models", False),
        ("jiayi.registry.people.services", "jiayi.foundation.base.clock", True),
    ],
)
def test_the_check_of_doors_knows_right_from_wrong(importer: str, imported: str, allowed: bool) -> None:
    assert may_enter(importer, imported) is allowed
