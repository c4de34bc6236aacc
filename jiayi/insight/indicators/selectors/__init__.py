"""What this room knows, as a viewer may see it: counts of snapshots, the persons behind them, and the targets."""

from .adopting import CoverageIf, CoverageSide, coverage_if
from .alarms import alarm_for, alarms
from .board import Narrowing, indicator_for, may_name, months_of, periods_of, persons_behind, rates
from .closes import (
    Changed,
    changed_persons,
    close_before,
    close_for,
    close_of_month_before,
    closed_rates,
    closes,
)
from .coverage import (
    Count,
    coverage,
    coverage_by_class,
    coverage_by_team,
    current_snapshot,
    kept_snapshots,
    snapshot_on,
)
from .due_agreements import DueAgreement, due_agreements
from .evaluating import LEVELS, Formula, Rate, evaluate, evaluated, formula_of, missing_columns, peers
from .letters import letter_for, letters, targets_of_year, versions_of
from .outcomes import Tally, outcomes, outcomes_by_team
from .periods import Period, period_on, periods_built, read_manifest
from .persons import Person, persons
from .places import absent_institutions, participating_kinds, unserved_villages
from .regions import PART_DIGITS, TOWNSHIP_DIGITS, fact_parameters, home_region, region_rules, require_region
from .tables import table_counts, table_for
from .targets import Target, indicator_of, indicators_of, target_of, target_of_indicator, targets
from .unsigned import Unsigned, unsigned

__all__ = [
    "Changed",
    "alarm_for",
    "alarms",
    "table_counts",
    "table_for",
    "changed_persons",
    "close_before",
    "close_of_month_before",
    "close_for",
    "closed_rates",
    "closes",
    "Narrowing",
    "indicator_for",
    "may_name",
    "months_of",
    "periods_of",
    "persons_behind",
    "rates",
    "LEVELS",
    "Formula",
    "Period",
    "Rate",
    "evaluate",
    "evaluated",
    "formula_of",
    "missing_columns",
    "peers",
    "period_on",
    "periods_built",
    "read_manifest",
    "PART_DIGITS",
    "TOWNSHIP_DIGITS",
    "letter_for",
    "letters",
    "targets_of_year",
    "versions_of",
    "Count",
    "CoverageIf",
    "CoverageSide",
    "DueAgreement",
    "Person",
    "Tally",
    "Target",
    "Unsigned",
    "absent_institutions",
    "coverage",
    "coverage_by_class",
    "coverage_by_team",
    "coverage_if",
    "current_snapshot",
    "due_agreements",
    "fact_parameters",
    "home_region",
    "indicator_of",
    "indicators_of",
    "kept_snapshots",
    "outcomes",
    "outcomes_by_team",
    "participating_kinds",
    "persons",
    "region_rules",
    "require_region",
    "snapshot_on",
    "target_of",
    "target_of_indicator",
    "targets",
    "unserved_villages",
    "unsigned",
]
