"""Writes of this room: keyword-only, one transaction each, audited."""

from .areas import assign_areas, end_areas
from .boards import publish_board, publish_villages, withdraw_board
from .checks import record_check
from .coordination import end_coordinator, name_coordinator
from .departments import add_department, end_department
from .devices import change_device, check_out_device, put_device, register_device
from .dividing import NewArea, divide_among_teams
from .handover import hand_over
from .institutions import (
    NewInstitution,
    change_institution,
    close_institution,
    create_consortium,
    create_institution,
    create_institutions,
)
from .regions import RegionsReport, add_building, import_regions, place_village, set_population
from .reorganizing import (
    Trial,
    merge_institutions,
    merge_teams,
    merge_villages,
    note_warnings,
    rename_village,
    split_team,
    try_out,
    undo_reorganization,
)
from .responsibility import assign_responsibility, end_responsibility
from .schemes import adopt_schemes, end_adoption, hold_adoptions
from .staff import (
    change_practitioner,
    choose_publication,
    create_practitioner,
    create_practitioners,
    leave_practitioner,
)
from .teams import change_team, change_team_members, dissolve_team, form_team

__all__ = [
    "add_department",
    "end_department",
    "NewArea",
    "NewInstitution",
    "RegionsReport",
    "Trial",
    "add_building",
    "adopt_schemes",
    "assign_areas",
    "assign_responsibility",
    "end_coordinator",
    "name_coordinator",
    "note_warnings",
    "change_device",
    "change_institution",
    "change_practitioner",
    "change_team",
    "change_team_members",
    "check_out_device",
    "choose_publication",
    "close_institution",
    "create_consortium",
    "create_institution",
    "create_institutions",
    "create_practitioner",
    "create_practitioners",
    "dissolve_team",
    "divide_among_teams",
    "end_adoption",
    "end_areas",
    "end_responsibility",
    "form_team",
    "hand_over",
    "hold_adoptions",
    "import_regions",
    "leave_practitioner",
    "merge_institutions",
    "merge_teams",
    "merge_villages",
    "place_village",
    "publish_board",
    "publish_villages",
    "put_device",
    "record_check",
    "register_device",
    "rename_village",
    "set_population",
    "split_team",
    "try_out",
    "undo_reorganization",
    "withdraw_board",
]
