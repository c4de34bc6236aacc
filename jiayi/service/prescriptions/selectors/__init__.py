"""Reads of long-term prescriptions; the viewer comes first, and sees only orders of residents they may see."""

from .aftercare import (
    BoxItem,
    box_checks,
    box_of,
    is_offering,
    notice_of,
    offering_institutions,
    reaction_for,
    reactions,
    signed_for_notice,
)
from .benefits import benefit_of, free_drugs
from .board import Board, BoardRow, Share, board
from .catalogue import Choice, choices, drug_name, presentation_of
from .drafts import draft_for, drafts_of
from .evidence import Known, known_criteria
from .formulary import Match, batch_for, batches, counties_of, formulary, lines_for_institution, match_target, matches
from .judging import Judgement, judge, orders_of
from .reach import (
    by_code,
    dispensing_for,
    dispensings_of,
    given_on,
    prescription_for,
    prescriptions,
    prescriptions_of,
    thread_of,
    versions_of,
)
from .stock import institutions_with_stock, lot_counts, lot_for, lots, movements_of
from .supplies import ItemSupply, Supply, supplied_days, supplies_of, supply_of
from .supplying import Need, needs, suppliers, supply_request_for, supply_requests

__all__ = [
    "supplied_days",
    "benefit_of",
    "free_drugs",
    "Board",
    "BoardRow",
    "Share",
    "board",
    "Match",
    "batch_for",
    "batches",
    "counties_of",
    "formulary",
    "lines_for_institution",
    "match_target",
    "matches",
    "BoxItem",
    "box_checks",
    "box_of",
    "is_offering",
    "notice_of",
    "offering_institutions",
    "reaction_for",
    "reactions",
    "signed_for_notice",
    "Need",
    "needs",
    "suppliers",
    "supply_request_for",
    "supply_requests",
    "Choice",
    "ItemSupply",
    "Judgement",
    "Known",
    "Supply",
    "by_code",
    "choices",
    "dispensing_for",
    "dispensings_of",
    "given_on",
    "draft_for",
    "drafts_of",
    "drug_name",
    "institutions_with_stock",
    "judge",
    "known_criteria",
    "lot_counts",
    "lot_for",
    "lots",
    "movements_of",
    "orders_of",
    "prescription_for",
    "prescriptions",
    "prescriptions_of",
    "presentation_of",
    "supplies_of",
    "supply_of",
    "thread_of",
    "versions_of",
]
