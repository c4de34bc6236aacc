"""The load of teams in words: the list of all, what makes the load of one, and what a signing adds to it."""

from .chart import load_chart
from .listing import LOAD_COLUMNS, load_cards, load_list
from .rows import load_row
from .signing import signing_load
from .team import team_load_page

__all__ = [
    "LOAD_COLUMNS",
    "load_cards",
    "load_chart",
    "load_list",
    "load_row",
    "signing_load",
    "team_load_page",
]
