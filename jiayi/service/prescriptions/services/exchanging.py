"""Designated pharmacies give out on our orders and tell us: an interface, and files in folders as the first way.

A pharmacy hands in what it gave by the code of the paper; each line is dispensed as at our own counter, under the same
laws, and answered. Another way (a web service) implements `Exchange` and changes nothing else.
"""

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.service.prescriptions.selectors.reach import by_code
from jiayi.service.prescriptions.terms import DispenseRequest, Way

from .dispensing import dispense

MOST_LINES = 2_000


class Exchange(Protocol):
    """Where messages of pharmacies come in and answers go."""

    def messages(self) -> Iterator[tuple[str, Any]]:
        """Name and content of each message that was not answered yet, the earliest first."""

    def answer(self, name: str, answers: Sequence[Mapping[str, Any]]) -> None:
        """Answer a message, after which it comes no more."""


class Folder:
    """JSON files: `in/NAME.json` comes, `out/NAME.json` answers, and the message moves to `done/`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("in", "out", "done"):
            (path / name).mkdir(parents=True, exist_ok=True)

    def messages(self) -> Iterator[tuple[str, Any]]:
        for file in sorted((self.path / "in").glob("*.json")):
            try:
                yield file.name, json.loads(file.read_text("utf-8"))
            except ValueError:
                yield file.name, None

    def send(self, name: str, lines: Sequence[Mapping[str, Any]]) -> None:
        """Write a file whole, or not at all."""
        target = self.path / "out" / name
        waiting = target.with_suffix(".part")
        waiting.write_text(json.dumps(list(lines), ensure_ascii=False, indent=1), "utf-8")
        os.replace(waiting, target)

    def answer(self, name: str, answers: Sequence[Mapping[str, Any]]) -> None:
        self.send(name, answers)
        os.replace(self.path / "in" / name, self.path / "done" / name)


def take_pharmacies_messages(
    *, by: Viewer, exchange: Exchange, institution_id: UUID, on: dt.date, at: dt.datetime
) -> dict[str, int]:
    """Dispense what pharmacies say they gave; how many lines were taken and refused.

    A message that comes twice (its answer was lost) is taken once: each line brings its own `submission_id`.
    """
    counts = {"taken": 0, "refused": 0}
    for name, content in exchange.messages():
        lines = content if isinstance(content, list) else [None]
        answers = [_taken(line, by, institution_id, on, at) for line in lines[:MOST_LINES]]
        exchange.answer(name, answers)
        counts["taken"] += sum(one["taken"] for one in answers)
        counts["refused"] += sum(not one["taken"] for one in answers)
    return counts


def _taken(line: Any, by: Viewer, institution_id: UUID, on: dt.date, at: dt.datetime) -> dict[str, Any]:
    code = str(line.get("code", "")) if isinstance(line, dict) else ""
    try:
        order = by_code(by, code)
        items = {(one.drug, one.strength): one.id for one in order.items.all()}
        lots = {
            items[(lot["drug"], lot["strength"])]: (str(lot["lot"]), parse_iso_day(lot["expires_on"]))
            for lot in line["lots"]
        }
        asked = DispenseRequest(
            order.id,
            int(line["days"]),
            UUID(str(line["submission_id"])),
            way=Way.RETAIL,
            carrier=str(line.get("pharmacy", ""))[:60],
            lots=lots,
        )
        dispense(by=by, asked=asked, institution_id=institution_id, on=on, at=at)
    except NotVisible:
        return {"code": code, "taken": False, "reason": "E_NOT_FOUND"}
    except CodedError as error:
        return {"code": code, "taken": False, "reason": error.code, "words": error.message}
    except (KeyError, TypeError, ValueError):
        return {"code": code, "taken": False, "reason": "E_MESSAGE"}
    return {"code": code, "taken": True}
