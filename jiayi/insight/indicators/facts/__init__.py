"""The one place that reads the tables of other rooms, in SQL files that describe their columns."""

import functools
import re
from pathlib import Path

_INCLUDE = re.compile(r"/\* include (\w+) \*/")
_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)


@functools.cache
def sql(name: str) -> str:
    """The text of a facts file, to stand inside a larger statement; what it includes stands in its place."""
    text = _COMMENT.sub("", (Path(__file__).parent / f"{name}.sql").read_text("utf-8"))
    return _INCLUDE.sub(lambda found: sql(found[1]).strip(), text)
