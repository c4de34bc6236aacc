"""The portal in words."""

from .agreements import agreement_pages, waiting_papers
from .dates import bookings_of, free_slot_rows, own_slot_rows
from .home import home_page, record_standing
from .record import (
    form_label,
    paper_of_record,
    plain_record,
    reader_rows,
    record_rows,
    record_values,
    service_rows,
    shown_forms,
)
from .values import unit_code
from .voices import appeal_rows, inbox_rows, item_choices, note_rows, points_page, session_rows

__all__ = [
    "agreement_pages",
    "appeal_rows",
    "bookings_of",
    "form_label",
    "free_slot_rows",
    "home_page",
    "inbox_rows",
    "item_choices",
    "note_rows",
    "own_slot_rows",
    "paper_of_record",
    "plain_record",
    "reader_rows",
    "points_page",
    "record_rows",
    "record_standing",
    "record_values",
    "service_rows",
    "session_rows",
    "shown_forms",
    "unit_code",
    "waiting_papers",
]
