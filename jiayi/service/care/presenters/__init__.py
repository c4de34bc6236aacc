"""Care in words."""

from .filling import judgements_of, sections_of
from .lists import ENROLMENT_COLUMNS, RECORD_COLUMNS, enrolment_list, enrolment_row, record_list, record_row
from .programmes import enrolment_page, programme_cards, programme_label
from .reading import form_label, record_page, version_rows
from .trends import CODES as TREND_CODES
from .trends import trend_charts

__all__ = [
    "ENROLMENT_COLUMNS",
    "RECORD_COLUMNS",
    "TREND_CODES",
    "enrolment_list",
    "enrolment_page",
    "enrolment_row",
    "form_label",
    "judgements_of",
    "programme_cards",
    "programme_label",
    "record_list",
    "record_page",
    "record_row",
    "sections_of",
    "trend_charts",
    "version_rows",
]
