"""How teams work: most diligently, some carelessly, and two of them make up what they record (known answers)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from .county import Township


@dataclass(frozen=True)
class Style:
    """Shares of one: visits that are made, entered late, lack a field, are entered at night; services told to all."""

    name: str
    diligence: tuple[float, ...]
    late: float = 0.0
    gaps: float = 0.0
    night: float = 0.0
    rounds: float = 1.0  # agreements whose holders hear from the team every few months
    rounding: float = 0.0  # values made up with 0 and 5 at the end
    copying: float = 0.0
    hugging: float = 0.0  # values made up just below the limit
    on_one_day: bool = False  # all visits of a quarter are said to be of one day, at home
    at_quarters_end: bool = False  # entered in its last days
    is_forging: bool = False  # goes on "seeing" those who died, moved or are in hospital, under one name
    expected: tuple[str, ...] = ()  # what the detectors find


DILIGENT = Style("diligent", (0.97, 0.93, 0.9))
SLOPPY = Style("sloppy", (0.6, 0.7), late=0.5, gaps=0.3, night=0.3, rounds=0.5)
ROUNDING = Style(
    "rounding",
    (0.97,),
    rounds=0.0,
    rounding=0.95,
    copying=0.7,
    at_quarters_end=True,
    is_forging=True,
    expected=("after-departure", "copied-values", "digit-preference", "late-entry", "quarter-end-entry"),
)
HUGGING = Style(
    "hugging",
    (0.97,),
    rounds=0.0,
    hugging=0.95,
    on_one_day=True,
    at_quarters_end=True,
    is_forging=True,
    expected=(
        "after-departure",
        "outside-area",
        "overlapping-services",
        "quarter-end-entry",
        "threshold-hugging",
        "uniform-values",
    ),
)
OF_TEAMS = ("no-contact", "renewed-without-service", "unserved-after-signing")  # found of both teams that forge
_FORGING = {4: ROUNDING, 6: HUGGING}  # by the place of the township; its first team
_EVERY_SLOPPY = 4


def styles_of(townships: Sequence[Township]) -> dict[UUID, Style]:
    """The style of each team; two forge, every fourth is careless."""
    found = {}
    for place, township in enumerate(townships):
        for number, team in enumerate(township.teams):
            is_careless = (place + number) % _EVERY_SLOPPY == 1
            usual = SLOPPY if is_careless else DILIGENT
            found[team] = _FORGING.get(place, usual) if number == 0 else usual
    return found
