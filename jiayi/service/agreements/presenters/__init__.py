"""Words and rows of agreements for pages, papers and exports."""

from jiayi.foundation.ui.wording import label_of

from .batches import BATCH_COLUMNS, batch_list, batch_row, rejected_lines
from .clauses import clauses_of
from .ending import answers_of, ended_line, ending_page
from .lists import (
    REFUSAL_COLUMNS,
    TO_SIGN_COLUMNS,
    agreement_list,
    refusal_list,
    refusal_row,
    to_sign_page,
    to_sign_request,
)
from .notices import NOTICE_TEMPLATE, notices_data
from .paper import amount_rows, package_rows, paper_data, person_on_paper, signer_words, verified_members
from .prices import offer_data
from .printing import TEMPLATE, papers_data, print_state
from .rows import as_data, export_columns, group_labels, numbered_rows, row_of
from .sessions import (
    SESSION_COLUMNS,
    candidate_choices,
    evidence_rows,
    guardian_choices,
    offered_packages,
    session_list,
    session_page,
    session_row,
    villages_of,
)
from .signing import confirmation, hidden_fields, signing_page
from .steps import open_steps
from .story import package_choices, story_of
from .workload import LOAD_COLUMNS, load_cards, load_chart, load_list, load_row, team_load_page

__all__ = [
    "BATCH_COLUMNS",
    "LOAD_COLUMNS",
    "REFUSAL_COLUMNS",
    "SESSION_COLUMNS",
    "TO_SIGN_COLUMNS",
    "NOTICE_TEMPLATE",
    "TEMPLATE",
    "agreement_list",
    "amount_rows",
    "answers_of",
    "as_data",
    "batch_list",
    "batch_row",
    "candidate_choices",
    "guardian_choices",
    "clauses_of",
    "confirmation",
    "ended_line",
    "ending_page",
    "evidence_rows",
    "export_columns",
    "group_labels",
    "hidden_fields",
    "label_of",
    "notices_data",
    "load_cards",
    "load_chart",
    "load_list",
    "load_row",
    "numbered_rows",
    "offer_data",
    "offered_packages",
    "open_steps",
    "package_choices",
    "package_rows",
    "paper_data",
    "papers_data",
    "person_on_paper",
    "print_state",
    "refusal_list",
    "refusal_row",
    "rejected_lines",
    "row_of",
    "session_list",
    "session_page",
    "session_row",
    "signer_words",
    "signing_page",
    "story_of",
    "team_load_page",
    "to_sign_page",
    "to_sign_request",
    "verified_members",
    "villages_of",
]
