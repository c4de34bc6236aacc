"""A team with its load, and how it stands: over its members' time, near it, or well."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from jiayi.service.agreements.selectors import TeamWorkload

OVER, NEAR, FINE = "over", "near", "fine"
STATES = {"W_TEAM_OVERLOADED": OVER, "W_TEAM_NEAR_LOAD": NEAR, "": FINE}
SIGNS = {OVER: ("red", "alert-triangle"), NEAR: ("yellow", "gauge"), FINE: ("green", "circle-check")}


@dataclass(frozen=True)
class LoadRow:
    """A team and its load; hours are of a year, `share` is one of one (None where the members have no time)."""

    id: UUID
    name: str
    institution_id: UUID
    institution: str
    region_code: str
    persons: int
    weighted: float
    expected: int
    available: int
    share: float | None
    state: str

    @property
    def label(self) -> str:
        return state_words(self.state)

    @property
    def colour(self) -> str:
        return SIGNS[self.state][0]

    @property
    def icon(self) -> str:
        return SIGNS[self.state][1]

    @property
    def weight(self) -> float:
        """For sorting: the share, and for nobody's time more than any."""
        return self.share if self.share is not None else (float("inf") if self.expected else 0.0)


def state_words(state: str) -> str:
    return {OVER: gettext("超出可用时间"), NEAR: gettext("接近可用时间"), FINE: gettext("可承担")}[state]


def load_row(load: TeamWorkload) -> LoadRow:
    """A line of the list."""
    found = load.measure
    return LoadRow(
        id=load.id,
        name=load.name,
        institution_id=load.institution_id,
        institution=load.institution,
        region_code=load.region_code,
        persons=found.persons,
        weighted=round(found.weighted_panel, 1),
        expected=round(found.expected_hours),
        available=round(found.available_hours),
        share=found.share,
        state=STATES[load.warning],
    )
