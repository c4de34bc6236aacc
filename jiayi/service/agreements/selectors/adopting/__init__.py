"""What an adoption would change for agreements: caps, terms and deadlines, and the work that teams have promised."""

from .caps import CapIf, CapSide, caps_if
from .terms import Split, TermsIf, TermsSide, terms_if
from .work import WorkIf, work_if

__all__ = ["CapIf", "CapSide", "Split", "TermsIf", "TermsSide", "WorkIf", "caps_if", "terms_if", "work_if"]
