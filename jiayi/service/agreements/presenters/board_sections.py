"""Parts of a public board that rooms above say (config/board_sections.py), such as the next clinics and rounds."""

import datetime as dt
from importlib import import_module
from typing import Any

from django.utils.module_loading import import_string

from jiayi.registry.organization.terms import BoardContent

# The rooms above are known only by this name, so that nothing is imported upward.
LIST_OF_SECTIONS = "jiayi.config.board_sections"


def sections_of(content: BoardContent, on: dt.date) -> list[dict[str, Any]]:
    """Each part as title and lines (when, what, where), those without anything to say left out."""
    parts = (import_string(name)(content, on) for name in import_module(LIST_OF_SECTIONS).BOARD_SECTIONS)
    return [part for part in parts if part]
