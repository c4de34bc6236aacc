"""Promises and services in words."""

from .acting import items_by_hand
from .promising import promises_page, service_shown, years_shown
from .unserved import unserved_columns, unserved_list, unserved_row, unserved_rows

__all__ = [
    "items_by_hand",
    "promises_page",
    "service_shown",
    "unserved_columns",
    "unserved_list",
    "unserved_row",
    "unserved_rows",
    "years_shown",
]
