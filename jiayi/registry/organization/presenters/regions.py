"""Regions in lists, and the grid of a township."""

from dataclasses import dataclass
from datetime import date

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors
from jiayi.registry.organization.models import Region, Responsibility
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.terms import AreaFacts, ChainLink, RegionLevel, ResponsibilityStep


@dataclass(frozen=True)
class RegionRow:
    """A region in a list; the areas of villages, the full name where regions of several parents stand together."""

    region: Region
    level: str
    place: str
    areas: tuple[AreaFacts, ...]


def region_rows(viewer: Viewer, found: list[Region], on: date) -> list[RegionRow]:
    """Rows for regions; two queries."""
    villages = [region.code for region in found if region.level == RegionLevel.VILLAGE]
    areas = selectors.areas_of_regions(villages, on) if villages and reads_teams(viewer) else {}
    parents = selectors.region_names({code for region in found for code in selectors.ancestor_codes(region.code)[2:-1]})
    return [
        RegionRow(
            region=region,
            level=label_of(RegionLevel, region.level),
            place=" ".join(parents.get(code, "") for code in selectors.ancestor_codes(region.code)[2:-1]),
            areas=areas.get(region.code, ()),
        )
        for region in found
    ]


@dataclass(frozen=True)
class Step:
    """A step of the chain and the persons on it; none: nobody is named."""

    title: str
    links: list[ChainLink]


def chain_steps(links: list[ChainLink]) -> list[Step]:
    """All steps of the grid, widest first."""
    return [
        Step(label_of(ResponsibilityStep, step), [link for link in links if link.step == step])
        for step in ResponsibilityStep
    ]


@dataclass(frozen=True)
class GridRow:
    """A village with the persons of each step below the township's, and its areas."""

    region: Region
    steps: list[tuple[str, list[Responsibility]]]
    areas: tuple[AreaFacts, ...]

    @property
    def is_complete(self) -> bool:
        return all(people for _title, people in self.steps)


@dataclass(frozen=True)
class Grid:
    """A township's grid: the persons for the township, the titles of the further steps, the villages."""

    township: list[Responsibility]
    titles: list[str]
    rows: list[GridRow]

    @property
    def missing(self) -> int:
        """How many villages lack a person on some step."""
        return sum(not row.is_complete for row in self.rows)


def grid_rows(viewer: Viewer, township: Region, on: date) -> Grid:
    """The grid on a day; three queries."""
    by_place: dict[tuple[str, str], list[Responsibility]] = {}
    for row in selectors.responsibilities(viewer, on=on, below=township.code):
        by_place.setdefault((row.region_id, row.step), []).append(row)
    villages = list(selectors.regions(viewer, parent=township.code, on=on))
    areas = selectors.areas_of_regions([village.code for village in villages], on)
    steps = [step for step in ResponsibilityStep if step != ResponsibilityStep.TOWNSHIP]
    rows = [
        GridRow(
            region=village,
            steps=[(label_of(ResponsibilityStep, step), by_place.get((village.code, step), [])) for step in steps],
            areas=areas.get(village.code, ()),
        )
        for village in villages
    ]
    return Grid(
        township=by_place.get((township.code, ResponsibilityStep.TOWNSHIP), []),
        titles=[label_of(ResponsibilityStep, step) for step in steps],
        rows=rows,
    )
