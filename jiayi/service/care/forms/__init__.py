"""What pages and the API of this room take in, as typed values."""

from .programmes import AttemptForm, CloseForm, EnrolForm, ReturnForm, ReviewForm
from .proofs import PROOF_FORMS
from .records import RecordForm, VoidForm

__all__ = [
    "PROOF_FORMS",
    "AttemptForm",
    "CloseForm",
    "EnrolForm",
    "RecordForm",
    "ReturnForm",
    "ReviewForm",
    "VoidForm",
]
