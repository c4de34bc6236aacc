"""Which way a referral may go, who need not climb the ladder, and when a patient may be sent back down. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

STEPS = {"village": 1, "township": 1, "county": 2, "city": 3, "province": 4}
# The order in which exemptions are looked for; the first that holds is named.
EXEMPTIONS = (
    "emergency",
    "postoperative_revisit",
    "lives_elsewhere",
    "severe_disability",
    "severe_mental_disorder",
    "elderly_age",
    "infant_age",
)
SEVERE_GRADES = (1, 2)
PURPOSES = ("post_operative", "rehabilitation", "chronic_management", "palliative", "nursing")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What may exempt a resident from the ladder; ages in completed years, `None` where the rulebook sets none."""

    emergency: bool
    postoperative_revisit: bool
    lives_elsewhere: bool
    disability_grade: int | None
    groups: Sequence[str]
    age: float
    elderly_from: int | None
    infant_to: int | None

    def holds(self, exemption: str) -> bool:
        """Whether this exemption fits the resident."""
        match exemption:
            case "severe_disability":
                return self.disability_grade in SEVERE_GRADES
            case "severe_mental_disorder":
                return "mental_disorder" in self.groups
            case "elderly_age":
                return self.elderly_from is not None and self.age >= self.elderly_from
            case "infant_age":
                return self.infant_to is not None and self.age <= self.infant_to
        return bool(getattr(self, exemption))


def climb(from_level: str, to_level: str) -> int:
    """Steps upward; zero or less when the referral stays or goes down."""
    return STEPS[to_level] - STEPS[from_level]


def first_exemption(granted: Sequence[str], circumstances: Circumstances) -> str | None:
    """The first exemption that the schemes grant and that holds."""
    return next((each for each in EXEMPTIONS if each in granted and circumstances.holds(each)), None)


def lacking(needed: Sequence[str], given: Sequence[str]) -> list[str]:
    """What a down-referral must carry and does not, in the order of the list."""
    return [part for part in needed if part not in given]
