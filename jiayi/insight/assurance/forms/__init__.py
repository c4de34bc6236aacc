"""Shapes of what is typed on the pages of assurance."""

from .audits import CheckForm, CorrectionForm, MonthForm
from .findings import AnswerForm, ConclusionForm, ReportForm
from .interviews import AnswersForm, CallForm, RevealForm, SampleForm

__all__ = [
    "AnswerForm",
    "AnswersForm",
    "CallForm",
    "CheckForm",
    "ConclusionForm",
    "CorrectionForm",
    "MonthForm",
    "ReportForm",
    "RevealForm",
    "SampleForm",
]
