"""Indicators of a province: the same expressions over the facts of a hundred counties, by DuckDB and by Spark.

python -m bench.province [--counties 105] [--residents 10000000] [--engines duckdb,spark]
The counties are Hubei's with their real townships and villages, each with residents by the number of its villages. Each
county's facts are drawn into a file of its own, as `facts_build` lays them out; each engine counts all of them in a
process of its own, and both must come to the same rows. Spark needs the extra `spark` and Java.
"""

import argparse
import csv
import datetime as dt
import gzip
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

DIVISIONS = Path(__file__).parent / "data" / "divisions-42.csv.gz"
LEVELS = ("county", "township", "institution", "team")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--counties", type=int, default=105, help="the first so many of Hubei's")
    options.add_argument("--residents", type=int, default=10_000_000, help="of all counties")
    options.add_argument("--engines", default="duckdb,spark")
    options.add_argument("--count", metavar="FOLDER", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.count:
        count(Path(asked.count))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        residents = draw_all(Path(folder), asked.counties, asked.residents)
        size = sum(file.stat().st_size for file in Path(folder).glob("*/*.parquet")) // 1_000_000
        took = time.perf_counter() - began
        print(f"{residents:,} residents of {asked.counties} counties drawn in {took:.0f} s, {size} MB", flush=True)
        for engine in asked.engines.split(","):
            command = [sys.executable, "-m", "bench.province", "--count", folder]
            subprocess.run(command, check=True, env=os.environ | {"JIAYI_ENGINE": engine})


def draw_all(folder: Path, counties: int, residents: int) -> int:
    """A file of facts for each county, residents by its villages; how many residents were drawn."""
    from .indicators import draw

    by_county: dict[str, list[str]] = defaultdict(list)
    with gzip.open(DIVISIONS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["level"] == "village":
                by_county[row["code"][:6]].append(row["code"])
    chosen = dict(sorted(by_county.items())[:counties])
    each, drawn = residents / sum(map(len, chosen.values())), 0
    for county, villages in chosen.items():
        path = folder / f"county={county}" / "facts.parquet"
        path.parent.mkdir()
        draw(path, round(each * len(villages)), villages)
        drawn += round(each * len(villages))
    return drawn


def count(folder: Path) -> None:
    """All indicators of all counties at once, with what it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from jiayi.insight.indicators.selectors import evaluate, evaluated
    from jiayi.insight.indicators.selectors.periods import Period

    files = folder / "county=*" / "facts.parquet"
    period = Period("42", "2026-11", dt.date(2026, 11, 22), dt.datetime.now(dt.UTC), 0, "", str(files), "")
    codes = [one.indicator for one in evaluated()]
    seconds = []
    for _repeat in range(2):  # the first of Spark starts Java too
        began = time.perf_counter()
        found = evaluate(period, codes, list(LEVELS))
        seconds.append(f"{time.perf_counter() - began:.1f} s")
    rows = sorted((*key, rate.numerator, rate.denominator, rate.excluded) for key, rate in found.items())
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()[:12]
    print(f"{os.environ['JIAYI_ENGINE']:<8} {' then '.join(seconds)}; {len(rows):,} rows, {digest}; peak {_peaks()}")


def _peaks() -> str:
    """Memory of this process and of the Java that it started, in MiB."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        is_own = lines["Pid"].strip() == str(os.getpid())
        if is_own or (lines["PPid"].strip() == str(os.getpid()) and lines["Name"].strip() == "java"):
            found.append(f"{lines['Name'].strip()} {int(lines['VmHWM'].split()[0]) // 1024} MiB")
    return ", ".join(found)


if __name__ == "__main__":
    main()
