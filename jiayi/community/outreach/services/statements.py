"""Enter what a sub-district says of its population."""

import datetime as dt
from collections.abc import Mapping

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import PopulationStatement
from jiayi.community.outreach.selectors.statements import TOWNSHIP, counted_codes, own_counts
from jiayi.community.outreach.terms import MOST_PEOPLE
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_years
from jiayi.foundation.ui.refusals import misshapen

from .history import note


@retrying_atomic
def enter_statement(
    *,
    by: Viewer,
    region_code: str,
    as_of: dt.date,
    given_by: str,
    counts: Mapping[str, int],
    on: dt.date,
    words: str = "",
) -> PopulationStatement:
    """The figures of a day of the last year, with the platform's own beside them; of the same day they are replaced."""
    if not by.scope(permissions.WRITE).holds_region(region_code):
        raise NotVisible
    _judge(region_code, as_of, given_by, counts, on)
    fresh = {
        "given_by": given_by.strip()[:80],
        "counts": dict(counts),
        "own": own_counts(by, region_code, on),
        "note": words.strip()[:200],
        "entered_on": on,
        "entered_by_name": by.actor_name[:60],
    }
    found, _is_made = PopulationStatement.objects.update_or_create(region_id=region_code, as_of=as_of, defaults=fresh)
    note(by, "enter_statement", found, region=region_code, as_of=as_of)
    return found


def _judge(region_code: str, as_of: dt.date, given_by: str, counts: Mapping[str, int], on: dt.date) -> None:
    known = set(counted_codes(region_code, on))
    faults = {
        "E_STATEMENT_REGION": ("region_code", len(region_code) != TOWNSHIP),
        "E_STATEMENT_DAY": ("as_of", not add_years(on, -1) <= as_of <= on),
        "E_STATEMENT_BY": ("given_by", not given_by.strip()),
        "E_STATEMENT_COUNTS": (
            "counts",
            not counts or not known.issuperset(counts) or any(not 0 <= one <= MOST_COUNTED for one in counts.values()),
        ),
    }
    for code, (field, is_wrong) in faults.items():
        if is_wrong:
            raise misshapen(code, field)


MOST_COUNTED = 10 * MOST_PEOPLE
