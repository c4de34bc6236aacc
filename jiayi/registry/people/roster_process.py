"""What a process of its own runs for an import: begun once with a setting, then chunk by chunk."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable

from .roster_rules import RowJudge, Setting
from .roster_work import Chunk, ChunkWork

_work: Callable[[Chunk], list[tuple]] | None = None


def begin(setting: Setting) -> None:
    """Make this process ready for chunks."""
    global _work
    # Names are read one character at a time: the table of phrases would be forty megabytes for nothing.
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    _work = ChunkWork(RowJudge(setting))
    gc.disable()  # rows hold no cycles of objects; searching for some took a sixth of the time
    threading.Thread(target=_end_with_parent, daemon=True).start()


def work(chunk: Chunk) -> list[tuple]:
    """Do one chunk in a process that has begun."""
    assert _work is not None
    return _work(chunk)


def _end_with_parent() -> None:
    """Where the import was killed nobody will hand over another chunk: do not wait for it for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
