"""What assurance does: look for doubtful work, look into it."""

from .detecting import Detected, detect, detect_one
from .reviewing import answer_finding, conclude_finding, release_finding, take_finding

__all__ = [
    "Detected",
    "answer_finding",
    "conclude_finding",
    "detect",
    "detect_one",
    "release_finding",
    "take_finding",
]
