"""Referrals, their steps, the return form, and the plan for home."""

from .file import ReferralFile
from .referral import Referral
from .reply import PlanItem, Reply
from .step import ReferralStep
from .supervision import CaseAudit, Partner
from .warning import RateWarning

__all__ = [
    "CaseAudit",
    "Partner",
    "PlanItem",
    "RateWarning",
    "Referral",
    "ReferralFile",
    "ReferralStep",
    "Reply",
]
