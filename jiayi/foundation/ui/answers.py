"""What became of each thing that an act on many was asked to touch: the good ones done, the others named."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason

from .wording import text_of

TEMPLATE = "ui/answers.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one thing: status 200, or 404 and 409 with the code and its words; `name` of the person, `about` what."""

    subject_id: UUID
    status: int = 200
    name: str = ""
    about: str = ""
    code: str = ""
    message: str = ""

    @property
    def is_done(self) -> bool:
        return self.status == 200


def refused(subject_id: UUID, status: int, code: str, *, name: str = "", about: str = "") -> Answer:
    """Not done, for the reason of this code (rulebook/reasons)."""
    return Answer(subject_id, status, name, about, code, text_of(asdict(reason(rulebook(), code))))


def answers_context(answers: Sequence[Answer], back: str) -> dict[str, Any]:
    """For TEMPLATE: how many were done, each that was not, and where to go."""
    left = [one for one in answers if not one.is_done]
    return {"done": len(answers) - len(left), "refused": left, "back": back}
