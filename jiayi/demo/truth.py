"""The known answers of a demonstration, counted person by person while it is made."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from jiayi.insight.indicators.rules import populations_of
from jiayi.registry.organization import selectors as organization

from .known_rates import KnownRates
from .promises import Asked, in_force
from .residents import Person, Rules
from .styles import OF_TEAMS, Style

FULL_COVERAGE = "full_coverage"
_TOWNSHIP_DIGITS = 9


class Truth:
    """Residents, signed and refused by township and population, as of the day of the demonstration."""

    def __init__(self, size: str, known: KnownRates, on: date) -> None:
        self.size = size
        self._known = known
        self.on = on
        self.residents: Counter[tuple[str, str]] = Counter()
        self.signed: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        self.agreements: Counter[str] = Counter()

    def count(self, members: list[Person], asked: Asked, rules: dict[str, Rules]) -> None:
        """Add one household and what came of asking it."""
        self.agreements.update(promise.state for promise in asked.promises)
        signed = {promise.resident.id for promise in asked.promises if in_force(promise, self.on)}
        refused = {person.id for person, _on in asked.refusals}
        for person in members:
            for population in populations(person, rules[person.village]):
                key = (person.village[:_TOWNSHIP_DIGITS], population)
                self.residents[key] += 1
                self.signed[key] += person.id in signed
                self.refused[key] += person.id in refused - signed
                if population == FULL_COVERAGE:
                    self._known.to_visit[person.id] = person.id in signed

    def write(self, path: Path, **more: object) -> None:
        """Write all of it as JSON."""
        coverage = [
            {
                "township": township,
                "population": population,
                "residents": self.residents[township, population],
                "signed": self.signed[township, population],
                "refused": self.refused[township, population],
            }
            for township, population in sorted(self.residents)
        ]
        content = {
            "size": self.size,
            "as_of": self.on.isoformat(),
            "agreements": dict(sorted(self.agreements.items())),
            "coverage": coverage,
            **more,
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def known_styles(styles: Mapping[UUID, Style], on: date) -> dict[str, Any]:
    """Which teams work how; of those that forge also under whose name, and what the detectors find."""
    teams = organization.team_facts_of(styles, on)
    found: dict[str, Any] = {"forging": []}
    for team_id, style in styles.items():
        team = teams[team_id]
        if not style.is_forging:
            found.setdefault(style.name, []).append(team.name)
            continue
        known = {"team": team.name, "manner": style.name, "doctor": team.members[0].name}
        found["forging"].append(known | {"expected": style.expected, "expected_of_team": OF_TEAMS})
    return found


def populations(person: Person, rules: Rules) -> set[str]:
    """The populations that a person is counted in."""
    return populations_of(person.groups, rules.population, is_at_home=person.is_at_home)
