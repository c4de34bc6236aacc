"""Care in words."""

from .alerts import alert_page
from .consultations import (
    CONSULTATION_COLUMNS,
    CONSULTATION_PAPER,
    consultation_list,
    consultation_page,
    consultation_paper,
    consultation_row,
    usual_consultations,
)
from .examinations import EXAMINATION_COLUMNS, examination_list, examination_row, weighed_row
from .filling import judgements_of, measured_fields, measured_values, sections_of
from .lists import ENROLMENT_COLUMNS, RECORD_COLUMNS, enrolment_list, enrolment_row, record_list, record_row
from .measuring import measured_today
from .norms import norms_card
from .papers import ADVICE_PAPER, RECORD_PAPER, advice_paper, record_paper
from .plans import REVIEW_COLUMNS, plan_card, review_line, review_list, review_row
from .programmes import enrolment_page, programme_cards, programme_label
from .proofs import proof_rows
from .reading import form_label, record_page, version_rows
from .results import result_rows
from .risks import RISK_CHARTS, RISK_CODES, known_fields, score_cards
from .surveys import SURVEY_COLUMNS, survey_list, survey_page, survey_row
from .trends import CODES as TREND_CODES
from .trends import trend_charts

__all__ = [
    "alert_page",
    "CONSULTATION_COLUMNS",
    "CONSULTATION_PAPER",
    "consultation_list",
    "consultation_page",
    "consultation_paper",
    "consultation_row",
    "usual_consultations",
    "EXAMINATION_COLUMNS",
    "examination_list",
    "examination_row",
    "weighed_row",
    "ADVICE_PAPER",
    "RECORD_PAPER",
    "advice_paper",
    "proof_rows",
    "record_paper",
    "ENROLMENT_COLUMNS",
    "RECORD_COLUMNS",
    "REVIEW_COLUMNS",
    "RISK_CHARTS",
    "RISK_CODES",
    "SURVEY_COLUMNS",
    "TREND_CODES",
    "enrolment_list",
    "enrolment_page",
    "enrolment_row",
    "form_label",
    "judgements_of",
    "known_fields",
    "measured_fields",
    "measured_today",
    "measured_values",
    "norms_card",
    "plan_card",
    "programme_cards",
    "programme_label",
    "record_list",
    "record_page",
    "record_row",
    "result_rows",
    "review_line",
    "review_list",
    "review_row",
    "score_cards",
    "sections_of",
    "survey_list",
    "survey_page",
    "survey_row",
    "trend_charts",
    "version_rows",
]
