"""On which days a schedule falls, and how villages stand with their rounds."""

from .days import days_of, is_regular
from .reach import Reach, reach_of

__all__ = ["Reach", "days_of", "is_regular", "reach_of"]
