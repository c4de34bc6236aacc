"""The one place that reads the tables of other rooms, in SQL files that describe their columns."""

import functools
from pathlib import Path


@functools.cache
def sql(name: str) -> str:
    """The text of a facts file, to stand inside a larger statement."""
    return (Path(__file__).parent / f"{name}.sql").read_text("utf-8")
