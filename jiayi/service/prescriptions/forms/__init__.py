"""What pages of this room take in, as typed values."""

from .acts import AnswerForm, AuditForm, ResumeForm, SetAsideForm, StopForm
from .aftercare import BoxForm, NoticeForm, OpeningForm, ReactionForm, SentForm
from .dispensing import DispenseForm, ReceiptForm, ReturnForm, ScanForm
from .formulary import FormularyForm
from .order import OrderForm
from .stock import CountForm, ReceiveForm, WriteOffForm
from .supplying import MinimumForm, SendForm, SupplyForm, SupplyNoteForm

__all__ = [
    "FormularyForm",
    "BoxForm",
    "NoticeForm",
    "OpeningForm",
    "ReactionForm",
    "SentForm",
    "MinimumForm",
    "SendForm",
    "SupplyForm",
    "SupplyNoteForm",
    "AnswerForm",
    "AuditForm",
    "CountForm",
    "DispenseForm",
    "OrderForm",
    "ReceiptForm",
    "ReceiveForm",
    "ResumeForm",
    "ReturnForm",
    "ScanForm",
    "SetAsideForm",
    "StopForm",
    "WriteOffForm",
]
