"""The load of teams counted the slow way: one resident, one promise, one member after the other."""

import datetime as dt
from collections import defaultdict

from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization.models import Team, TeamMember
from jiayi.registry.organization.selectors import schemes_for
from jiayi.service.agreements.models import Agreement


def loads(on: dt.date) -> dict[str, tuple[float, float, float]]:
    """Weighted panel, hours expected and hours available a year by team's name."""
    return {team.name: _load(team, on) for team in Team.objects.all()}


def _load(team: Team, on: dt.date) -> tuple[float, float, float]:
    def value(key):
        found = find_value(key, on, schemes_for(team.institution.region_id, on))
        return found.value if found else None

    promises = [one for one in Agreement.objects.filter(team=team) if _counts(one)]
    residents = {one.resident for one in promises if one.kind != "supplementary"}
    weighted = sum(_weight(resident, value, on) for resident in residents)
    minutes = sum(_minutes(one, value) for one in promises)
    hours = sum(_hours(team, person, value, on) for person in _members(team, on))
    return round(weighted, 6), round(minutes / 60, 6), round(hours, 6)


def _counts(agreement: Agreement) -> bool:
    if agreement.state in ("active", "suspended"):
        return True
    if agreement.state != "scheduled":
        return False
    others = Agreement.objects.filter(
        resident=agreement.resident, team=agreement.team, state__in=["active", "suspended"]
    )
    return agreement.kind == "supplementary" or not any(other.kind != "supplementary" for other in others)


def _weight(resident, value, on) -> float:
    age = completed_years(resident.birth_date, on)
    weight = [band["weight"] for band in value("workload.age_weights") if band["from_years"] <= max(age, 0)][-1]
    groups = set()
    for one in resident.group_memberships.all():
        if one.since > on or (one.until and one.until < on):
            continue
        if one.delivered_on and not one.delivered_on <= on <= one.delivered_on + dt.timedelta(
            days=value("group.maternal_days")
        ):
            continue
        groups.add(one.group)
    return weight + sum(value("workload.condition_weights").get(group, 0) for group in groups)


def _minutes(agreement, value) -> float:
    found = 0
    for package in agreement.packages.all():
        for line in package.items:
            item = rulebook().items[line["item"]]
            if not item.groups or set(item.groups) & set(agreement.groups):
                found += line["quantity"] * _minutes_of(line["item"], value)
    return found


def _minutes_of(code, value) -> float:
    own = value("workload.item_minutes").get(code, {})
    modes = [mode for mode in rulebook().items[code].modes if mode in own or not own]
    if own and not modes:
        modes = rulebook().items[code].modes
    share = {mode: value("workload.mode_shares").get(mode, 0) for mode in modes}
    minutes = {mode: own.get(mode, value("workload.mode_minutes").get(mode, 0)) for mode in modes}
    if "home" in minutes:
        minutes["home"] += value("workload.travel_minutes")
    return sum(share[mode] * minutes[mode] for mode in modes) / sum(share.values())


def _members(team, on):
    found = defaultdict(list)
    for row in team.members.all():
        if row.starts_on <= on and (row.ends_on is None or row.ends_on >= on):
            found[row.practitioner].append(row)
    return found


def _hours(team, person, value, on) -> float:
    weeks = value("workload.weeks_per_year") - value("workload.leave_weeks")
    rows = _members(team, on)[person]
    known = [float(row.weekly_hours) for row in rows if row.weekly_hours is not None]
    if known:
        return sum(known) * weeks
    teams = set()
    for row in TeamMember.objects.filter(practitioner=person):
        if not row.starts_on <= on or (row.ends_on and row.ends_on < on):
            continue
        same = [one for one in _members(row.team, on)[person] if one.weekly_hours is not None]
        if not same:
            teams.add(row.team_id)
    usual = max(value("workload.weekly_hours").get(row.role, 0) for row in rows)
    return usual / len(teams) * weeks
