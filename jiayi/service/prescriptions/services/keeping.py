"""How long an order is kept: by the strictest class of its drugs; the database forbids deleting it before."""

import datetime as dt
from collections.abc import Sequence

from jiayi.foundation.core.dates import add_years
from jiayi.foundation.rulebook import find_value
from jiayi.service.prescriptions.selectors.catalogue import control_of

KEEP = "prescription.keep_years"


def keep_until(drugs: Sequence[str], ends_on: dt.date, schemes: Sequence[str]) -> dt.date | None:
    """The last day on which the order has to be there; None (for ever) where a class has no term.

    Counted from the order's end: a supply of twelve weeks is still being taken when its day of issue is long past.
    """
    found = find_value(KEEP, ends_on, schemes)
    years = [found.value.get(control_of(drug)) for drug in drugs] if found else [None]
    if not years or any(one is None for one in years):
        return None
    return add_years(ends_on, int(max(years)))
