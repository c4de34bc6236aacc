"""The commands of the rulebook: check it, run worked cases, take one decision. They need no database."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jiayi.foundation.rulebook.cases import Failure, Report, run_cases
from jiayi.foundation.rulebook.checking import check
from jiayi.foundation.rulebook.comparing import plain
from jiayi.foundation.rulebook.errors import RulebookError
from jiayi.foundation.rulebook.loading import rulebook
from jiayi.foundation.rulebook.registry import decide as take_decision

OK, FAILED, ERROR = 0, 1, 2


def rulebook_check(arguments: Sequence[str]) -> int:
    """Validate the whole rulebook: 0 when it is sound, 1 when problems were found."""
    parser = argparse.ArgumentParser("jiayi rulebook_check", description="Validate the rulebook and run its cases.")
    parser.add_argument("location", nargs="?", type=Path, help="folder of the rulebook (default: this checkout's)")
    options = parser.parse_args(arguments)
    book = rulebook(options.location)
    problems = check(book)
    for problem in problems:
        print(f"{problem.severity}: {problem.place}: {problem.message}")
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"rulebook {book.version}: {errors} errors, {len(problems) - errors} warnings")
    return FAILED if errors else OK


def rulebook_cases(arguments: Sequence[str]) -> int:
    """Run worked cases: 0 all passed, 1 some failed, 2 some were errors or there was no case."""
    parser = argparse.ArgumentParser("jiayi rulebook_cases", description="Run the worked cases of a folder.")
    parser.add_argument("location", metavar="DIR", type=Path, help="folder (or file) of worked cases")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(arguments)
    report = run_cases(options.location)
    if options.json:
        failures = [asdict(failure) for failure in report.failures]
        print(_as_json({"passed": report.passed, "failed": report.failed, "failures": failures}))
    else:
        _print_report(report)
    return report.exit_status


def decide(arguments: Sequence[str]) -> int:
    """Take one decision and print its outcome as JSON: 0 taken, 2 refused with a coded error."""
    parser = argparse.ArgumentParser("jiayi decide", description="Take a decision by the rulebook.")
    parser.add_argument("rule", metavar="RULE", help="name of the decision, such as agreements.term")
    parser.add_argument("--facts", default="{}", metavar="JSON", help="facts as JSON")
    parser.add_argument("--schemes", default="national", metavar="A,B", help="stack of schemes, national first")
    parser.add_argument("--on", required=True, metavar="DATE", help="day of the event, YYYY-MM-DD")
    options = parser.parse_args(arguments)
    schemes = [name.strip() for name in options.schemes.split(",") if name.strip()]
    try:
        outcome = take_decision(options.rule, on=options.on, schemes=schemes, facts=_facts(options.facts))
    except RulebookError as error:
        print(_as_json({"code": error.code, "message": error.message, "path": error.path}), file=sys.stderr)
        return ERROR
    print(_as_json(outcome))
    return OK


def _facts(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RulebookError("E_JSON", f"the facts are no JSON: {error}", path="facts") from error


def _as_json(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def _print_report(report: Report) -> None:
    """One line for each case that did not pass, and the sums last."""
    for failures in report.by_case:
        file, name = failures[0].file, failures[0].name
        print(f"{file}: {_one_line(name or '-')}: {'; '.join(_words(failure) for failure in failures)}")
    print(f"{report.passed} passed, {report.failed} failed")


def _words(failure: Failure) -> str:
    if failure.error is not None:
        return _one_line(f"error {failure.error}")
    expected, got = (json.dumps(value, ensure_ascii=False) for value in (failure.expected, failure.got))
    return f"{failure.key} expected {expected} got {got}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
