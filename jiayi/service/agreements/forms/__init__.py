"""The forms of the agreements room."""

from .batches import RenewManyForm, UploadForm
from .ending import TerminationForm, VoidForm
from .evidence import CodeForm, DrawnForm, EntryForm, EntryRefusalForm, ScanForm, SessionForm, WithdrawForm
from .life import ChangePackagesForm, ResumptionForm, SuspensionForm
from .packages import (
    LinesForm,
    PackageForm,
    PublishForm,
    ReturnForm,
    WithdrawPackageForm,
    answers_of,
    content_from,
    earliest_field,
)
from .refusing import RefusalForm
from .signing import SignForm
from .steps import StepForm

__all__ = [
    "ChangePackagesForm",
    "CodeForm",
    "DrawnForm",
    "EntryForm",
    "EntryRefusalForm",
    "RefusalForm",
    "RenewManyForm",
    "ResumptionForm",
    "ScanForm",
    "SessionForm",
    "SignForm",
    "StepForm",
    "SuspensionForm",
    "TerminationForm",
    "UploadForm",
    "VoidForm",
    "WithdrawForm",
    "LinesForm",
    "PackageForm",
    "PublishForm",
    "ReturnForm",
    "WithdrawPackageForm",
    "answers_of",
    "content_from",
    "earliest_field",
]
