"""The forms of the agreements room."""

from .ending import TerminationForm, VoidForm
from .refusing import RefusalForm
from .signing import SignForm

__all__ = ["RefusalForm", "SignForm", "TerminationForm", "VoidForm"]
