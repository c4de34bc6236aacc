"""What pages and the API of this room take in, as typed values."""

from .consultations import ClosingForm, ConsultationFileForm, ConsultationForm, ReportForm, WordsForm
from .programmes import AttemptForm, CloseForm, EnrolForm, ReturnForm, ReviewForm
from .proofs import PROOF_FORMS
from .records import RecordForm, VoidForm

__all__ = [
    "PROOF_FORMS",
    "AttemptForm",
    "CloseForm",
    "ClosingForm",
    "ConsultationFileForm",
    "ConsultationForm",
    "EnrolForm",
    "RecordForm",
    "ReportForm",
    "ReturnForm",
    "ReviewForm",
    "VoidForm",
    "WordsForm",
]
