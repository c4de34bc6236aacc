"""What may be done to residents, households, groups and care relations; each act one transaction, audited."""

from .changing import change_resident, set_guardian
from .departing import mark_closed, mark_died, mark_moved, undo_departure
from .duplicates import counting_hidden_duplicates
from .groups import close_group, record_group
from .households import change_household, make_head, put_in_household, register_household, split_household
from .looking_up import find_by_national_id
from .merging import log_moved_rows, merge_residents, undo_merge
from .registering import register_resident
from .regrouping import follow_merged_villages, undo_merged_villages
from .relations import (
    close_relation,
    close_relations,
    close_relations_of,
    open_relation,
    open_relations,
    revoke_relations_of,
)
from .revealing import reveal_numbers, reveal_phones
from .roster import import_roster, undo_roster
from .stays import end_stay_elsewhere, record_stay_elsewhere

__all__ = [
    "change_household",
    "change_resident",
    "close_group",
    "close_relation",
    "close_relations",
    "close_relations_of",
    "counting_hidden_duplicates",
    "end_stay_elsewhere",
    "find_by_national_id",
    "follow_merged_villages",
    "import_roster",
    "log_moved_rows",
    "make_head",
    "mark_closed",
    "mark_died",
    "mark_moved",
    "merge_residents",
    "open_relation",
    "open_relations",
    "put_in_household",
    "record_group",
    "record_stay_elsewhere",
    "register_household",
    "register_resident",
    "reveal_numbers",
    "reveal_phones",
    "revoke_relations_of",
    "set_guardian",
    "split_household",
    "undo_departure",
    "undo_merge",
    "undo_merged_villages",
    "undo_roster",
]
