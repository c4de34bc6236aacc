"""Facts around the boundaries of every decision, drawn by chance from a seed."""

from datetime import date, timedelta
from random import Random
from typing import Any

from jiayi.foundation.rulebook import rulebook
from tests.contract.twin import DAY, plus_months

SCHEMES = [
    "county-2018",
    "poverty-2017",
    "urban-team",
    "jintang",
    "doctors-into-families",
    "village-centre",
    "kindergarten",
    "severe-chronic-poor",
    "household-village",
    "publicity",
    "subdistrict",
    "township-hospital",
    "shandong-2022",
    "tiered-city-plan",
    "tiered-township-first",
    "zhuxi-2014",
    "kunming-2016",
    "hospital-community",
    "county-hospital",
    "community-2018",
    "demo-insurance",
]
GROUPS = sorted(rulebook().groups)
ROLES = [
    "gp",
    "clinician",
    "responsible_doctor",
    "village_doctor",
    "nurse",
    "public_health",
    "specialist",
    "county_expert",
    "mch_physician",
    "mental_prevention_doctor",
    "tcm_physician",
    "pharmacist",
    "health_manager",
    "contract_assistant",
    "liaison",
]
REASONS = [
    "own_wish",
    "service_not_performed",
    "moved_away",
    "death",
    "unreachable_one_year",
    "refused_one_year",
    "team_dissolved",
    "entry_error",
]
KINDS = ["first", "renewal", "supplementary"]
ITEMS = [
    "follow_up_hypertension",
    "follow_up_diabetes",
    "assessment",
    "elderly_check",
    "elderly_tcm",
    "follow_up_mental",
    "other",
]
CORNERS = [
    "2024-02-29",
    "2026-02-28",
    "2026-03-01",
    "2026-01-31",
    "2025-12-31",
    "2026-10-01",
    "2026-09-30",
    "2026-08-31",
]


class Draw:
    """Draws days, stacks and facts; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def day(self) -> date:
        if self.chance.random() < 0.4:
            return date.fromisoformat(self.chance.choice(CORNERS))
        return date(2024, 1, 1) + timedelta(days=self.chance.randrange(1826))

    def stack(self) -> list[str]:
        return ["national", *self.some(SCHEMES, 3)]

    def some(self, choices: list[str], most: int) -> list[str]:
        return self.chance.sample(choices, self.chance.randrange(most + 1))

    def near(self, *bounds: int) -> int:
        return max(self.chance.choice(bounds) + self.chance.choice([-2, -1, 0, 0, 1, 2]), 0)

    def flag(self) -> bool:
        return self.chance.random() < 0.4

    def perhaps(self, **facts: Any) -> dict[str, Any]:
        """Each of the facts, or its default."""
        return {name: value for name, value in facts.items() if self.chance.random() < 0.6}

    def facts(self, rule: str, on: date) -> dict[str, Any]:
        return getattr(self, rule.rpartition(".")[2])(on)

    def derive(self, on: date) -> dict[str, Any]:
        age = self.chance.choice([12 * years for years in (0, 3, 6, 7, 30, 55, 65, 80)] + [35, 36, 37])
        born = min(plus_months(on, -age) + self.chance.choice([-1, 0, 1]) * DAY, on)
        delivered = self.chance.choice([None, on, on + DAY, on - 41 * DAY, on - 42 * DAY, on - 43 * DAY])
        more = self.perhaps(recorded=self.some(GROUPS, 3), pregnant=self.flag(), delivered_on=delivered)
        return {"birth_date": born} | more

    def term(self, on: date) -> dict[str, Any]:
        more = self.perhaps(
            signed_on=self.day(),
            previous_ends_on=self.chance.choice([None, self.day()]),
            years=self.chance.randrange(-1, 5),
            course_days=self.chance.choice([None, -1, 0, 1, 2, 30, 366]),
        )
        return {"kind": self.chance.choice(KINDS)} | more

    def signing(self, on: date) -> dict[str, Any]:
        teams = [None, "T1", "T2"]
        resident = self.perhaps(
            age=self.near(17, 40),
            months_resident=self.near(6),
            alive=not self.flag(),
            active_team=self.chance.choice(teams),
            household_team=self.chance.choice(teams),
            groups=self.some(GROUPS, 3),
            has_guardian=self.flag(),
            in_area=not self.flag(),
        )
        team = self.perhaps(id=self.chance.choice(teams[1:]), households=self.near(360, 400, 1350, 1500, 0))
        licences = self.chance.choice([[], ["mental_health"], ["physician"]])
        doctor = self.perhaps(role=self.chance.choice(ROLES), persons=self.near(1000, 1500), qualifications=licences)
        return self.perhaps(
            kind=self.chance.choice(KINDS),
            resident=resident,
            team=team,
            doctor=doctor,
            unit=self.chance.choice(["person", "household"]),
            joins=self.perhaps(households=self.near(1), persons=self.near(2)),
            is_replacement=self.flag(),
        )

    def renewal(self, on: date) -> dict[str, Any]:
        ends_on = on + self.chance.choice([0, 59, 60, 61, -1, 1, -200, 200]) * DAY
        told = self.chance.choice([None, on - DAY, on, on + DAY, ends_on - DAY, ends_on, ends_on + DAY])
        return {"ends_on": ends_on} | self.perhaps(resident_objects=self.flag(), notified_on=told)

    def termination(self, on: date) -> dict[str, Any]:
        asked = {"requested_by": self.chance.choice(["resident", "team"]), "reason": self.chance.choice(REASONS)}
        return asked | self.perhaps(confirmed_by_resident=self.flag(), confirmed_by_team=self.flag())

    def record_open_by(self, on: date) -> dict[str, Any]:
        return self.perhaps(signed_on=self.day())

    def effective(self, on: date) -> dict[str, Any]:
        months = self.chance.choice([0, 1, 2, 3, 6, 11, 12, 13, 24])
        signed = plus_months(on, -months) + self.chance.choice([-1, 0, 1]) * DAY
        signed = min(self.chance.choice([signed, on - 89 * DAY, on - 90 * DAY, on - 91 * DAY]), on)
        year = plus_months(signed, 12) - DAY
        ends_on = self.chance.choice([year, plus_months(signed, 24) - DAY, on, on + 89 * DAY, on + 90 * DAY])
        more = self.perhaps(
            groups=self.some(["hypertension", "diabetes", "elderly", "mental_disorder", "child"], 4),
            complete=not self.flag(),
            fulfilled={item: self.chance.randrange(5) for item in self.some(ITEMS, 5)},
        )
        return {"signed_on": signed, "ends_on": ends_on} | more
