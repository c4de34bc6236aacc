"""Tables of the portal: codes, sessions, and who acts for whom."""

from .authority import Authority
from .signing_in import PortalSession, SignInCode

__all__ = ["Authority", "PortalSession", "SignInCode"]
