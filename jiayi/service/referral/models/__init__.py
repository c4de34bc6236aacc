"""Referrals, their steps, the return form, and the plan for home."""

from .file import ReferralFile
from .referral import Referral
from .reply import PlanItem, Reply
from .step import ReferralStep

__all__ = ["PlanItem", "Referral", "ReferralFile", "ReferralStep", "Reply"]
