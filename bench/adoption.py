"""An adoption tried out on one million residents, step by step, against one sequential count of the same tables.

python -m bench.adoption [--size large]
The baseline counts the rows of every table that the simulation reads, one after the other, by one process; what it
costs no simulation can be faster than. The load of all teams, which the managers' page shows, is measured beside it.
"""

import argparse
import datetime as dt
import os
import time
from collections.abc import Callable
from typing import Any

from . import server

TABLES = (
    "people_resident",
    "people_groupmembership",
    "people_stayelsewhere",
    "people_departure",
    "agreements_agreement",
    "agreements_agreementpackage",
    "agreements_refusal",
    "agreements_teamload",
    "agreements_doctorload",
)
COUNTY, SCHEMES = "420324", ("village-centre", "household-village")
ONE_PROCESS = "SET max_parallel_workers_per_gather = {}; SET enable_indexonlyscan = {}; SET enable_bitmapscan = {}"


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    os.environ |= {"JIAYI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    server.url(folder)
    import django

    django.setup()
    print(f"county {options.size}; load {os.getloadavg()[0]:.1f}")
    baseline = _timed("count of every row", _count)
    _timed("count of every row once more", _count)
    total = _simulation()
    print(f"{'simulation':<36} {total:7.2f} s  {total / baseline:6.2f} x the count")
    loads = _timed("load of all teams", _loads)
    print(f"{'load of all teams':<36} {loads:7.2f} s  {loads / baseline:6.2f} x the count")
    print(f"load {os.getloadavg()[0]:.1f}")
    server.stop(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    return parser.parse_args()


def _timed(what: str, act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    print(f"{what:<36} {seconds:7.2f} s", flush=True)
    return seconds


def _count() -> None:
    """Read every row by one process, table after table."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ONE_PROCESS.format(0, "off", "off"))
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
        cursor.execute(ONE_PROCESS.format("DEFAULT", "DEFAULT", "DEFAULT"))


def _simulation() -> float:
    """Every step of services/effects.py, timed by itself; seconds together."""
    from jiayi.foundation.base.viewer import SystemViewer
    from jiayi.registry.organization.terms import ProposedAdoption
    from jiayi.surfaces.workstation.services.effects import EFFECTS, Question

    asked = Question(SystemViewer(), ProposedAdoption(COUNTY, SCHEMES, dt.date(2027, 1, 1)), dt.date(2026, 11, 30))
    return sum(_timed(f"  {name}", lambda effect=effect: effect(asked)) for name, effect in EFFECTS.items())


def _loads() -> None:
    from jiayi.foundation.base.viewer import SystemViewer
    from jiayi.service.agreements import selectors as agreements

    agreements.workloads(SystemViewer(), on=dt.date(2026, 11, 30))


if __name__ == "__main__":
    main()
