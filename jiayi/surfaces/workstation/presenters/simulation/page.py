"""A simulation as a page: the numbers that matter most, then every part in its table."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.surfaces.workstation.models import AdoptionSimulation
from jiayi.surfaces.workstation.presenters.values import scheme_label
from jiayi.surfaces.workstation.selectors import Standing, standing_of

from .agreement_tables import caps_table, confirmations_table, ends_table, terms_table
from .people_tables import coverage_table, gaps_table, groups_table, indicator_label
from .tables import Measure, Table
from .team_tables import compositions_table, work_table

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class SimulationPage:
    """What one simulation tells; without measures and tables while it is worked out."""

    simulation: AdoptionSimulation
    schemes: list[str]
    standing: Standing
    measures: list[Measure]
    tables: list[Table]


def simulation_page(simulation: AdoptionSimulation, today: dt.date, language: str) -> SimulationPage:
    """The page of a simulation as it stands today."""
    standing = standing_of(simulation, today)
    is_computed = standing.is_computed
    return SimulationPage(
        simulation=simulation,
        schemes=[scheme_label(name, language) for name in simulation.schemes],
        standing=standing,
        measures=list(measures_of(simulation, language)) if is_computed else [],
        tables=tables_of(simulation, language) if is_computed else [],
    )


def tables_of(simulation: AdoptionSimulation, language: str) -> list[Table]:
    """Every part of the result, in the order in which an official reads them."""
    result, code = simulation.result, simulation.region_id
    return [
        coverage_table(result, code, language),
        groups_table(result, language),
        caps_table(result),
        ends_table(result),
        terms_table(result),
        confirmations_table(result, language),
        compositions_table(result, language),
        work_table(result),
        gaps_table(result, code, language),
    ]


def measures_of(simulation: AdoptionSimulation, language: str) -> Iterator[Measure]:
    """The numbers that decide: gaps, members of the key list, counts over caps, ends that differ, teams, hours."""
    result = simulation.result
    yield from _gaps(result, simulation.region_id, language)
    yield from _groups(result)
    yield from _agreements(result)
    unmet, work = result["compositions"], result["work"]
    yield Measure("unmet", _("不符合构成要求的团队"), unmet["before"], unmet["after"])
    yield Measure("overloaded", _("工作量超出的团队"), work["before"]["over"], work["after"]["over"])
    yield Measure("hours", _("全年需要（小时）"), work["before"]["expected"], work["after"]["expected"], None)


def _agreements(result: Plain) -> Iterator[Measure]:
    teams, doctors = (
        [_over(result["caps"]["counts"][side], kinds) for side in ("before", "after")]
        for kinds in (("team_households", "team_persons"), ("doctor_persons",))
    )
    yield Measure("teams_over", _("超过上限的团队"), *teams)
    yield Measure("doctors_over", _("超过上限的医生"), *doctors)
    terms = result["terms"]
    ends, sides = terms["ends"], (terms["before"], terms["after"])
    yield Measure("ends", _("到期日会不同的现有协议"), 0, ends["earlier"] + ends["later"] + ends["refused"])
    silent = [side["renew_in_silence"] for side in sides]
    yield Measure("silent", _("到期自动续约的协议"), *silent, lower_is_better=False)
    yield Measure("outside", _("到期不在签约窗口的协议"), *(side["end_outside_window"] for side in sides))
    yield Measure("records", _("档案开放已过期限的居民"), *(side["record_overdue"] for side in sides))


def _gaps(result: Plain, code: str, language: str) -> Iterator[Measure]:
    """The gap of each indicator that has a target on either side."""
    for one in result["coverage"]:
        gaps = one["before"]["gap"], one["after"]["gap"]
        if one["region"] == code and gaps != (None, None):
            label = _("%(indicator)s：差（人）") % {"indicator": indicator_label(one["indicator"], language)}
            yield Measure(f"gap:{one['indicator']}", label, *gaps)


def _groups(result: Plain) -> Iterator[Measure]:
    labels = {"key": _("重点人群（人）"), "special": _("特殊人群（人）"), "elderly": _("老年人（人）")}
    found = {one["group"]: one for one in result["groups"]}
    for group, label in labels.items():
        if group in found:
            yield Measure(f"group:{group}", label, found[group]["before"], found[group]["after"], None)


def _over(counts: Plain, kinds: Sequence[str]) -> int:
    return sum(counts.get(kind, {}).get("over", 0) for kind in kinds)


@dataclass(frozen=True)
class Comparison:
    """Several simulations beside each other: a row for each measure that one of them has."""

    simulations: list[AdoptionSimulation]
    names: list[str]
    rows: list[tuple[str, int | float | None, list[Measure | None]]]

    @property
    def columns(self) -> list[tuple[AdoptionSimulation, str]]:
        return list(zip(self.simulations, self.names, strict=True))


def comparison(simulations: Sequence[AdoptionSimulation], language: str) -> Comparison:
    """The measures of simulations side by side; today's numbers are the first one's."""
    by_code = [{one.code: one for one in measures_of(each, language)} for each in simulations]
    codes = dict.fromkeys(code for measures in by_code for code in measures)
    rows = []
    for code in codes:
        found = [measures.get(code) for measures in by_code]
        first = next(one for one in found if one)
        rows.append((first.label, first.before, found))
    names = [joined(scheme_label(name, language) for name in one.schemes) for one in simulations]
    return Comparison(list(simulations), names, rows)
