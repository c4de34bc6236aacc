"""How a row of a roster is judged. Pure: cells and a day in, a verdict and plain values out; no Django, no database.

The order is name, number, duplicate, region, rest; a row is rejected for one reason. Duplicates need the rows
before and the residents known, so a row that passes here is still a candidate.
"""

from .candidate import Candidate, Rejection
from .codes import Verdict
from .judge import RowJudge, Setting
from .vocabulary import Vocabulary

__all__ = ["Candidate", "Rejection", "RowJudge", "Setting", "Verdict", "Vocabulary"]
