"""Coverage in words, rows and charts."""

from .charts import coverage_chart, renewal_chart, trend_chart
from .coverage import CoveragePage, coverage_page
from .groups import GroupsPage, groups_page
from .persons import person_rows, persons_url
from .reach import ReachPage, reach_page
from .renewal import RenewalPage, due_rows, periods, renewal_page, renewal_persons_url
from .rows import CoverageRow, OutcomeRow
from .tabs import coverage_tabs, region_path
from .trend import TrendPage, measures, trend_page
from .words import population_choices, population_label, renewal_reason, renewal_standings, standings

__all__ = [
    "CoveragePage",
    "CoverageRow",
    "GroupsPage",
    "OutcomeRow",
    "ReachPage",
    "RenewalPage",
    "TrendPage",
    "coverage_chart",
    "coverage_page",
    "coverage_tabs",
    "due_rows",
    "groups_page",
    "measures",
    "periods",
    "person_rows",
    "persons_url",
    "population_choices",
    "population_label",
    "reach_page",
    "region_path",
    "renewal_chart",
    "renewal_page",
    "renewal_persons_url",
    "renewal_reason",
    "renewal_standings",
    "standings",
    "trend_chart",
    "trend_page",
]
