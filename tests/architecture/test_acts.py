"""The history speaks in words: every act that the code records has its line in rulebook/acts."""

import ast
from collections.abc import Iterator
from pathlib import Path

from jiayi.foundation.rulebook import rulebook
from tests.architecture.house import JIAYI, rooms, shown, sources


def recorded_acts(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "act" and isinstance(node.value, ast.Constant):
            value = node.value.value
            if isinstance(value, str) and "." in value:
                yield value, f"{shown(path)}:{node.value.lineno}"


def test_every_act_that_is_written_out_has_words() -> None:
    found = [act for path in sources() for act in recorded_acts(path)]
    assert found
    lacking = [f"{act} ({place})" for act, place in found if act not in rulebook().acts]
    assert not lacking, "add them to rulebook/acts/<room>.yaml"


def test_no_room_has_words_for_an_act_that_nobody_does() -> None:
    """Verbs that are put together in the code (kinds of reorganization, steps of a package) are found by their part."""
    text = "\n".join(path.read_text("utf-8") for path in sources())
    left = [act for act in rulebook().acts if act.split(".")[1] not in text and not _composed(act, text)]
    assert not left


def test_the_folder_knows_only_rooms() -> None:
    known = {room.rsplit(".", 1)[1] for room in rooms()}
    files = {path.stem for path in (JIAYI.parent / "rulebook" / "acts").glob("*.yaml")}
    assert files <= known


def _composed(act: str, text: str) -> bool:
    room, verb = act.split(".")
    first, _, rest = verb.partition("_")
    return f'f"{room}.{first}_{{' in text and f'"{rest}"' in text
