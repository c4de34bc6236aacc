"""The cards at the top of the first page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """One number with its label, a note beside it, and where it leads."""

    label: str
    value: str
    note: str = ""
    icon: str = "chart-bar"
    colour: str = "azure"
    url: str = ""
