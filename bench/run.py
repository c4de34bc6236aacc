"""All benches, one after the other: python -m bench.run [--size large] [--rows 1000000]."""

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    options = _options()
    print(_machine())
    size = ["--size", options.size]
    benches = {"roster_import": ["--rows", str(options.rows)], "registering": size, "pages": size}
    benches |= {"every_page": size, "batch_print": size, "daily_job": size}
    benches |= {"care": [*size, "--records", str(options.rows * 10)]}
    failed = []
    for name, arguments in benches.items():
        print(f"\n== {name}", flush=True)
        failed += (
            [name] if subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], cwd=ROOT).returncode else []
        )
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nall ran")
    return bool(failed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large", help="the county that pages and the API are measured on")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the roster to import")
    return parser.parse_args()


def _machine() -> str:
    """Processors, memory and a fixed loop: 0.24 s of work on the machine of docs/performance.md."""
    start, work = time.perf_counter(), time.process_time()
    sum(range(20_000_000))
    loop, work = time.perf_counter() - start, time.process_time() - work
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = f"{os.cpu_count()} processors, {memory:.0f} GiB, Python {platform.python_version()}"
    return f"{parts}, load {os.getloadavg()[0]:.1f}, a fixed loop {loop:.2f} s ({work:.2f} s of work)"


if __name__ == "__main__":
    raise SystemExit(main())
