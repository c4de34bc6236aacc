"""How Python runs while a roster is imported."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds; after each of its answers the server waits so long until the writing thread gets its turn.
_SHORT_TURN = 0.0005


@contextmanager
def at_full_pace() -> Iterator[None]:
    """Threads take short turns, and nobody searches for cycles of objects: rows hold none, and a sixth of the time
    went into it."""
    turn, searched = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(_SHORT_TURN)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        if searched:
            gc.enable()
