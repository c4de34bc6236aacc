"""How long a supply may be and what stands against it (management norms of long-term prescriptions, 2021)."""

from collections.abc import Collection
from typing import Literal

Control = Literal[
    "none",
    "narcotic",
    "psychotropic_1",
    "psychotropic_2",
    "toxic",
    "radioactive",
    "precursor",
    "antimicrobial",
    "special_storage",
]


def most_days(*, has_papers: bool, with_papers: int | None, without_papers: int | None) -> int | None:
    """Days that one order may cover: the longer supply needs assessment, education and signed consent."""
    return with_papers if has_papers else without_papers


def is_excluded(
    control: Control, *, chronic_infection: bool, excluded: Collection[str], for_infection: Collection[str]
) -> bool:
    """Whether a drug of this class is no drug for long orders; some are for a chronic infection."""
    return control in excluded and not (chronic_infection and control in for_infection)
