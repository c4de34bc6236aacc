"""Which way a referral may go, and who does which of its acts. Pure."""

from .ways import EXEMPTIONS, PURPOSES, SEVERE_GRADES, STEPS, Circumstances, climb, first_exemption, lacking

__all__ = ["EXEMPTIONS", "PURPOSES", "SEVERE_GRADES", "STEPS", "Circumstances", "climb", "first_exemption", "lacking"]
