"""Acts on many agreements: a workbook (add, change, end) or a list to renew, each row judged by itself."""

from .importing import import_agreements
from .kept import MOST_RENEWED, confirm_batch, start_import, start_renewal, start_undo
from .undoing import undo_batch
from .working import CHECK, DO, UNDO, check_batch, delete_old_workbooks, do_batch

__all__ = [
    "CHECK",
    "DO",
    "MOST_RENEWED",
    "UNDO",
    "check_batch",
    "confirm_batch",
    "delete_old_workbooks",
    "do_batch",
    "import_agreements",
    "start_import",
    "start_renewal",
    "start_undo",
    "undo_batch",
]
