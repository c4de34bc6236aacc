"""Long-term prescriptions in words."""

from .aftercare import (
    NOTICE_COLUMNS,
    OFFERING_COLUMNS,
    REACTION_COLUMNS,
    box_rows,
    check_rows,
    notice_list,
    notice_row,
    offering_row,
    reaction_facts,
    reaction_list,
    reaction_row,
)
from .board import BOARD_COLUMNS, board_page, board_row
from .dispensing import dispense_page, dispensing_rows
from .drafts import draft_card, drafted
from .formulary import (
    FORMULARY_COLUMNS,
    MATCH_COLUMNS,
    batch_row,
    formulary_list,
    line_row,
    match_row,
    rejected_rows,
    warned_rows,
)
from .judgement import judgement_of
from .lists import COLUMNS, order_row, prescription_list, refill_list
from .papers import EDUCATION, LABELS, PAPER, education_data, label_data, paper_data
from .reading import order_page
from .resident import resident_cards
from .stock import STOCK_COLUMNS, movement_rows, stock_list, stock_row
from .supplying import NEED_COLUMNS, SUPPLY_COLUMNS, line_label, need_row, supply_list, supply_page, supply_row
from .wording import diagnoses_text, dose_text, item_label, total_text

__all__ = [
    "draft_card",
    "drafted",
    "BOARD_COLUMNS",
    "board_page",
    "board_row",
    "FORMULARY_COLUMNS",
    "MATCH_COLUMNS",
    "batch_row",
    "formulary_list",
    "line_row",
    "match_row",
    "rejected_rows",
    "warned_rows",
    "NOTICE_COLUMNS",
    "OFFERING_COLUMNS",
    "REACTION_COLUMNS",
    "box_rows",
    "check_rows",
    "notice_list",
    "notice_row",
    "offering_row",
    "reaction_facts",
    "reaction_list",
    "reaction_row",
    "NEED_COLUMNS",
    "SUPPLY_COLUMNS",
    "line_label",
    "need_row",
    "supply_list",
    "supply_page",
    "supply_row",
    "COLUMNS",
    "EDUCATION",
    "LABELS",
    "PAPER",
    "STOCK_COLUMNS",
    "diagnoses_text",
    "dispense_page",
    "dispensing_rows",
    "dose_text",
    "education_data",
    "item_label",
    "judgement_of",
    "label_data",
    "movement_rows",
    "order_page",
    "order_row",
    "paper_data",
    "prescription_list",
    "refill_list",
    "resident_cards",
    "stock_list",
    "stock_row",
    "total_text",
]
