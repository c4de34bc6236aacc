"""What this room knows, as a viewer may see it: counts of snapshots, the persons behind them, and the targets."""

from .coverage import Count, coverage, coverage_by_team, coverage_under, current_snapshot, snapshot_on
from .persons import Person, persons
from .regions import home_region, region_rules, require_region
from .targets import Target, indicator_of, target_of, target_of_indicator, targets

__all__ = [
    "Count",
    "Person",
    "Target",
    "coverage",
    "coverage_by_team",
    "coverage_under",
    "current_snapshot",
    "home_region",
    "indicator_of",
    "persons",
    "region_rules",
    "require_region",
    "snapshot_on",
    "target_of",
    "target_of_indicator",
    "targets",
]
