"""Printing 1,000 agreements as the background job does, against the same papers printed one by one in the same run.

python -m bench.batch_print [--size large] [--papers 1000] [--alone 20]
What the background job does: papers read, PDF made, printing noted; step by step. The baseline is the mean of some
papers that are each read and made alone, times their number. The file is read back: its pages are counted.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf

from . import server

BASE = "http://127.0.0.1:8000/"


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    server.url(folder)
    _begin_django(folder)
    papers = _papers(options.papers)
    print(f"county {options.size}; load {os.getloadavg()[0]:.1f}")
    step = max(len(papers) // options.alone, 1)
    some = papers[::step]
    alone = _timed(f"{len(some)} papers one by one", lambda: [len(_pdf(_data([one]))) for one in some] and "")
    with tempfile.TemporaryDirectory() as kept:
        making = _timed(f"{len(papers)} papers, one file", lambda: _together(papers, Path(kept) / "papers.pdf"))
    noting = _timed("  noted as printed", lambda: _note(papers))
    together, apart = making + noting, alone / len(some) * len(papers)
    print(f"{'together':<28} {together:8.2f} s of work, {together / len(papers) * 1000:.1f} ms a paper")
    print(f"{'one by one':<28} {apart:8.2f} s of work; ratio {together / apart:.2f} x")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"peak {peak:.0f} MB; load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    parser.add_argument("--papers", type=int, default=1_000)
    parser.add_argument("--alone", type=int, default=20, help="papers that are printed one by one")
    return parser.parse_args()


def _begin_django(folder: Path) -> None:
    os.environ |= {"JIAYI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    import django

    django.setup()


def _timed(what: str, act: Callable[[], Any]) -> float:
    """Seconds of processor time of this process: typst works in it; the database's share is small."""
    clock, work = time.perf_counter(), time.process_time()
    told = act()
    work = time.process_time() - work
    print(f"{what:<28} {time.perf_counter() - clock:8.2f} s  work {work:8.2f} s  {told or ''}", flush=True)
    return work


def _papers(count: int) -> list[UUID]:
    from jiayi.service.agreements.models import AgreementPaper

    return list(AgreementPaper.objects.order_by("id").values_list("id", flat=True)[:count])


def _data(papers: list[UUID]) -> dict[str, Any]:
    from jiayi.foundation.base import clock
    from jiayi.foundation.base.viewer import SystemViewer
    from jiayi.service.agreements import presenters

    return presenters.papers_data(SystemViewer(), papers, base_url=BASE, on=clock.today())


def _pdf(data: dict[str, Any]) -> bytes:
    from jiayi.foundation.documents.services import render
    from jiayi.service.agreements import presenters

    return render(template=presenters.TEMPLATE, data=data)


def _together(papers: list[UUID], file: Path) -> str:
    from jiayi.service.agreements.services import printing

    with file.open("wb") as into:
        printing.write_together(into, papers, lambda some: _pdf(_data(list(some))), lambda done: None)
    return f"{file.stat().st_size / 1e6:.1f} MB, {len(pypdf.PdfReader(file).pages)} pages"


def _note(papers: list[UUID]) -> str:
    """As the job does, and taken back."""
    from django.db import transaction

    from jiayi.foundation.base import clock
    from jiayi.foundation.base.viewer import SystemViewer
    from jiayi.service.agreements.services import printing

    with transaction.atomic():
        printing.mark_printed(by=SystemViewer(), paper_ids=papers, at=clock.now())
        transaction.set_rollback(True)
    return ""


if __name__ == "__main__":
    main()
