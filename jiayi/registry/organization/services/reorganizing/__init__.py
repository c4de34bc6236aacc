"""Acts over many that can be undone: merge and split teams, merge institutions, merge and rename villages."""

from .acts import note_warnings
from .institutions import merge_institutions
from .merging import merge_teams
from .splitting import split_team
from .trying import Trial, try_out
from .undoing import undo_reorganization
from .villages import merge_villages, rename_village

__all__ = [
    "Trial",
    "merge_institutions",
    "merge_teams",
    "merge_villages",
    "note_warnings",
    "rename_village",
    "split_team",
    "try_out",
    "undo_reorganization",
]
