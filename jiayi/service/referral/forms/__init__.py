"""The forms of referrals: the form itself, and what its acts ask for."""

from .acts import ACT_FORMS, ActForm, ApprovalForm
from .files import FileForm
from .referral import ReferralForm
from .supervising import AnswerForm, CorrectionForm, JudgeForm, PartnerForm, SampleForm

__all__ = [
    "ACT_FORMS",
    "ActForm",
    "AnswerForm",
    "ApprovalForm",
    "CorrectionForm",
    "FileForm",
    "JudgeForm",
    "PartnerForm",
    "ReferralForm",
    "SampleForm",
]
