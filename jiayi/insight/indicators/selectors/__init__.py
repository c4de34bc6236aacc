"""What this room knows, as a viewer may see it: counts of snapshots, the persons behind them, and the targets."""

from .coverage import Count, coverage, coverage_by_team, coverage_under, current_snapshot, snapshot_on
from .outcomes import Tally, outcomes
from .persons import Person, persons
from .regions import fact_parameters, home_region, region_rules, require_region
from .targets import Target, indicator_of, indicators_of, target_of, target_of_indicator, targets

__all__ = [
    "Count",
    "Person",
    "Tally",
    "Target",
    "coverage",
    "coverage_by_team",
    "coverage_under",
    "current_snapshot",
    "fact_parameters",
    "home_region",
    "indicator_of",
    "indicators_of",
    "outcomes",
    "persons",
    "region_rules",
    "require_region",
    "snapshot_on",
    "target_of",
    "target_of_indicator",
    "targets",
]
