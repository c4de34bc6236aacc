"""The page of a region's renewals: what became of the agreements whose term ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.selectors import DueAgreement, Tally, target_of_indicator
from jiayi.insight.indicators.terms import Measure, Renewal
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .coverage import current_days
from .rows import OutcomeRow
from .words import renewal_reason, renewal_standings

INDICATORS = {Measure.RENEWAL_YEAR: "renewal-rate-year", Measure.RENEWAL_ROLLING: "renewal-rate-rolling"}


def periods() -> dict[Measure, str]:
    """The periods that a rate is about."""
    return {Measure.RENEWAL_YEAR: _("本年（1月1日起）"), Measure.RENEWAL_ROLLING: _("近12个月")}


@dataclass(frozen=True)
class RenewalPage:
    """Everything that the page shows."""

    snapshot: CoverageSnapshot
    measure: Measure
    total: OutcomeRow
    rows: list[OutcomeRow]
    reasons: list[dict[str, Any]]
    teams: list[dict[str, Any]]


def renewal_page(viewer: Viewer, code: str, measure: Measure, population: str, language: str) -> RenewalPage | None:
    """Renewals of a region by its parts, reasons and teams, or None before the first computation."""
    days = current_days()
    if days is None:
        return None
    asked = {"snapshots": days.both, "populations": [population]}
    counts = selectors.outcomes(viewer, code, measure, digits=len(code), **asked)
    if digits := selectors.PART_DIGITS.get(len(code)):
        counts |= selectors.outcomes(viewer, code, measure, digits=digits, **asked)
    names = organization.region_names({code} | {part for part, _snapshot, _population in counts})
    stacks = organization.schemes_of({code, *names}, days.now.as_of)

    def row(part: str) -> OutcomeRow:
        before = counts.get((part, days.last_year.pk, population), Tally()) if days.last_year else Tally()
        target = target_of_indicator(INDICATORS[measure], days.now.as_of, stacks[part])
        url = reverse("indicators:renewal", args=[part]) + f"?period={measure}&population={population}"
        now = counts.get((part, days.now.pk, population), Tally())
        return OutcomeRow(part, names.get(part, part), now, before, target, url)

    total = row(code)
    parts = [row(part) for part in sorted(names) if part != code]
    teams = _teams(viewer, code, measure, population, days.now)
    return RenewalPage(days.now, measure, total, parts, _reasons(total.now, code, measure, population, language), teams)


def renewal_persons_url(code: str, measure: str, population: str, standing: str, reason: str = "") -> str:
    """Where the agreements behind a number are listed."""
    query = f"?period={measure}&population={population}&standing={standing}"
    return reverse("indicators:renewal_persons", args=[code]) + query + (f"&reason={reason}" if reason else "")


def _reasons(tally: Tally, code: str, measure: str, population: str, language: str) -> list[dict[str, Any]]:
    """What came of the agreements and why, the most frequent first under each standing."""
    labels = renewal_standings()
    ordered = sorted(tally.counts.items(), key=lambda one: (list(labels).index(Renewal(one[0][0])), -one[1]))
    return [
        {
            "standing": labels[Renewal(standing)],
            "reason": renewal_reason(reason, language),
            "count": count,
            "url": renewal_persons_url(code, measure, population, standing, reason),
        }
        for (standing, reason), count in ordered
    ]


def _teams(
    viewer: Viewer, code: str, measure: Measure, population: str, snapshot: CoverageSnapshot
) -> list[dict[str, Any]]:
    counted = selectors.outcomes_by_team(viewer, code, measure, snapshot=snapshot, population=population)
    titles = organization.team_titles(counted)
    rows = [
        {"id": team, "name": name, "institution": institution, "tally": tally}
        for team, tally in counted.items()
        for name, institution in [titles.get(team, ("—", ""))]
    ]
    return sorted(rows, key=lambda row: (row["tally"].rate if row["tally"].rate is not None else 2, row["name"]))


def due_rows(viewer: Viewer, found: Sequence[DueAgreement], language: str) -> list[dict[str, Any]]:
    """Rows of agreements whose term ended, in their order; whom the viewer may not see by name is left out."""
    visible = {one.id: one for one in people.residents(viewer).filter(id__in=[one.resident_id for one in found])}
    labels = renewal_standings()
    teams = organization.team_titles({one.team_id for one in found})
    return [
        {
            "id": one.resident_id,
            "agreement_id": one.agreement_id,
            "following_id": one.following_id,
            "name": visible[one.resident_id].name,
            "sex": Sex(visible[one.resident_id].sex).label(language),
            "address": visible[one.resident_id].address,
            "region": visible[one.resident_id].region_id,
            "team": teams.get(one.team_id, ("", ""))[0],
            "ends_on": one.ends_on,
            "standing": labels[Renewal(one.standing)],
            "reason": renewal_reason(one.reason, language),
            "phone": people.masked_numbers(visible[one.resident_id]).phone,
        }
        for one in found
        if one.resident_id in visible
    ]
