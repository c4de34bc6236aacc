"""Worked cases: facts on a day and the outcome they expect, read from YAML and run without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiayi.foundation.rulebook.comparing import is_equal, plain
from jiayi.foundation.rulebook.errors import BAD_CASE, RulebookError
from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.registry import decide
from jiayi.foundation.rulebook.yaml_files import read_documents, yaml_files

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case; `fault` says why it cannot be run."""

    file: str
    name: str | None
    rule: Any = None
    schemes: Any = None
    on: Any = None
    facts: Any = None
    expect: Any = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One key that came out otherwise, or the error that stopped the case."""

    file: str
    name: str | None
    key: str | None = None
    expected: Any = None
    got: Any = None
    error: str | None = None


@dataclass(slots=True)
class Report:
    """How many cases passed, and the failures of each case that did not (errors count as failed)."""

    passed: int = 0
    by_case: list[list[Failure]] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return len(self.by_case)

    @property
    def failures(self) -> list[Failure]:
        """Every failure of every case."""
        return [failure for failures in self.by_case for failure in failures]

    @property
    def exit_status(self) -> int:
        """0 when all passed, 1 when any failed, 2 when any was an error or there was no case."""
        if any(failure.error is not None for failure in self.failures) or not self.passed + self.failed:
            return 2
        return 1 if self.failed else 0


def run_cases(location: Path | str, *, book: Rulebook | None = None) -> Report:
    """Run every case of a folder (and below) or of one file."""
    report = Report()
    for case in cases_in(Path(location)):
        if failures := failures_of(case, book=book):
            report.by_case.append(failures)
        else:
            report.passed += 1
    return report


def cases_in(location: Path) -> Iterator[Case]:
    """The cases of all files; what cannot be read is a case with a fault, so that nothing goes unseen."""
    if not location.exists():
        yield Case(str(location), None, fault=f"{BAD_CASE}: no such folder or file")
    folder = location if location.is_dir() else location.parent
    for path in [location] if location.is_file() else yaml_files(location):
        name = path.relative_to(folder).as_posix()
        try:
            documents = read_documents(path)
        except RulebookError as error:
            yield Case(name, None, fault=str(error))
            continue
        for document in documents:
            if document is not None:
                yield from _cases_of(document, name)


def _cases_of(document: Any, file: str) -> Iterator[Case]:
    if not isinstance(document, Mapping) or not isinstance(document.get("cases"), list):
        yield Case(file, None, fault=f"{BAD_CASE}: a map with rule, schemes and cases expected")
        return
    for index, given in enumerate(document["cases"], start=1):
        if not isinstance(given, Mapping):
            yield Case(file, f"#{index}", fault=f"{BAD_CASE}: a case is a map")
            continue
        yield Case(
            file,
            str(given.get("name") or f"#{index}"),
            rule=document.get("rule"),
            schemes=given.get("schemes", document.get("schemes")),
            on=given.get("on"),
            facts=given.get("facts", {}),
            expect=given.get("expect"),
            fault=_fault(given),
        )


def _fault(given: Mapping[str, Any]) -> str | None:
    if given.get("on") is None:
        return f"{BAD_CASE}: the day (on) is missing"
    if not isinstance(given.get("expect"), Mapping):
        return f"{BAD_CASE}: a map of what is expected is missing"
    return None


def failures_of(case: Case, *, book: Rulebook | None = None) -> list[Failure]:
    """What of a case did not come out; nothing when it passes."""
    if case.fault:
        return [Failure(case.file, case.name, error=case.fault)]
    try:
        outcome = decide(case.rule, on=case.on, schemes=case.schemes, facts=case.facts, book=book)
    except RulebookError as error:
        return [Failure(case.file, case.name, error=str(error))]
    return [
        Failure(case.file, case.name, str(key), plain(expected), plain(outcome.get(key)))
        for key, expected in case.expect.items()
        if not is_equal(expected, outcome.get(key, _ABSENT), key=str(key))
    ]
