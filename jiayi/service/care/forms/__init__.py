"""What pages and the API of this room take in, as typed values."""

from .consultations import ClosingForm, ConsultationFileForm, ConsultationForm, ReportForm, WordsForm
from .examinations import ExaminationForm
from .programmes import AnswerForm, AttemptForm, CloseForm, EnrolForm, ReturnForm, ReviewForm
from .proofs import PROOF_FORMS
from .records import RecordForm, SurveyForm, VoidForm

__all__ = [
    "PROOF_FORMS",
    "AnswerForm",
    "AttemptForm",
    "CloseForm",
    "ClosingForm",
    "ConsultationFileForm",
    "ConsultationForm",
    "EnrolForm",
    "ExaminationForm",
    "RecordForm",
    "ReportForm",
    "ReturnForm",
    "ReviewForm",
    "SurveyForm",
    "VoidForm",
    "WordsForm",
]
