"""Rows judged chunk by chunk in their order: a few here, many in processes of their own."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from jiayi.foundation.base.errors import CodedError
from jiayi.registry.people.roster_process import begin, work
from jiayi.registry.people.roster_rules import RowJudge, Setting
from jiayi.registry.people.roster_work import ChunkWork, Judged, read_back

CHUNK_ROWS = 3_000
# Chunks that wait judged or are being judged: bounds the memory and keeps the processes busy.
_AHEAD = 1
_MOST_PROCESSES = 4

Rows = Iterator[tuple[int, list[str]]]


def judged_chunks(rows: Rows, setting: Setting, *, processes: int | None = None) -> Iterator[Judged]:
    """The rows of a file, judged and prepared, in chunks and in their order.

    A file of one chunk is judged here, a longer one in one process less than there are processors, for one decides.
    """
    chunks = iter(lambda: list(islice(rows, CHUNK_ROWS)), [])
    first = list(islice(chunks, 2))
    everything = chain(first, chunks)
    workers = min(_MOST_PROCESSES, max((os.cpu_count() or 1) - 1, 1)) if processes is None else processes
    if len(first) < 2 or workers < 1:
        judge = ChunkWork(RowJudge(setting))
        return (read_back(judge(chunk)) for chunk in everything)
    return _in_processes(everything, setting, workers)


def _in_processes(chunks: Iterator[list[tuple[int, list[str]]]], setting: Setting, workers: int) -> Iterator[Judged]:
    # A fresh interpreter knows nothing of this one's database connection and threads.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=begin, initargs=(setting,))
    waiting: deque[Future[list[tuple]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(work, chunk))
            if len(waiting) > workers + _AHEAD:
                yield read_back(waiting.popleft().result())
        while waiting:
            yield read_back(waiting.popleft().result())
    except BrokenProcessPool as error:
        raise CodedError("E_ROSTER_PROCESS_LOST") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
