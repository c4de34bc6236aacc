"""Coverage in words, rows and charts."""

from .charts import coverage_chart
from .coverage import CoveragePage, coverage_page
from .persons import person_rows, persons_url
from .rows import CoverageRow
from .tabs import coverage_tabs, region_path
from .words import population_choices, population_label, standings

__all__ = [
    "CoveragePage",
    "CoverageRow",
    "coverage_chart",
    "coverage_page",
    "coverage_tabs",
    "person_rows",
    "persons_url",
    "population_choices",
    "population_label",
    "region_path",
    "standings",
]
