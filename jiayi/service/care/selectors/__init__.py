"""Reads of care; the viewer comes first, and sees only records of residents and kinds they may see."""

from .alerts import alert_for
from .consultations import (
    answered_of,
    askers,
    consultation_acts,
    consultation_for,
    consultations,
    consultations_of,
    file_for,
    files_of,
    may_add_file,
    places_to_ask,
    steps_of,
)
from .control import Control, control_of
from .definitions import visit_forms
from .enrolments import (
    attempts_of,
    enrolment_for,
    enrolments,
    enrolments_of,
    open_enrolments_of,
    standing_of,
)
from .examinations import Weighed, examinations, own_institution, weigh_results
from .judging import chosen_values, judge, judge_parts, person_on
from .last_time import last_time
from .mother_child import mother_child_line
from .norms import norms_of
from .observations import last_values, measured_on, trends
from .plans import plan_of, plan_reviews, reviews_of
from .proofs import proof_for, proofs_of
from .records import (
    draft_of,
    last_home_visits,
    last_version,
    record_for,
    records,
    records_of,
    records_of_visit,
    siblings_of,
    versions_of,
    visible_record_ids,
)
from .shared_results import latest_results, shared_result_for, shared_results
from .standing_records import standing_records
from .surveys import latest_surveys, survey_for, survey_summary, surveys, villages_to_survey
from .visits import conclusions, measured_values, positions, values_of, visits
from .work import of_kind, work_done

__all__ = [
    "alert_for",
    "conclusions",
    "Weighed",
    "examinations",
    "own_institution",
    "weigh_results",
    "answered_of",
    "askers",
    "consultation_acts",
    "consultation_for",
    "chosen_values",
    "consultations",
    "consultations_of",
    "file_for",
    "files_of",
    "may_add_file",
    "places_to_ask",
    "steps_of",
    "values_of",
    "Control",
    "measured_values",
    "positions",
    "visits",
    "attempts_of",
    "control_of",
    "draft_of",
    "enrolment_for",
    "enrolments",
    "enrolments_of",
    "judge",
    "judge_parts",
    "latest_results",
    "of_kind",
    "work_done",
    "mother_child_line",
    "norms_of",
    "shared_result_for",
    "shared_results",
    "last_home_visits",
    "last_time",
    "last_values",
    "last_version",
    "measured_on",
    "open_enrolments_of",
    "person_on",
    "proof_for",
    "proofs_of",
    "record_for",
    "plan_of",
    "plan_reviews",
    "records",
    "records_of",
    "records_of_visit",
    "siblings_of",
    "reviews_of",
    "standing_of",
    "standing_records",
    "latest_surveys",
    "survey_for",
    "survey_summary",
    "surveys",
    "villages_to_survey",
    "trends",
    "versions_of",
    "visit_forms",
    "visible_record_ids",
]
