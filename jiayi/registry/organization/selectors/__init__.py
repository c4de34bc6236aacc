"""Reads of this room; what concerns a viewer takes the viewer first, facts for rules take ids and a day."""

from .adopting import CompositionIf, teams_if, unmet_compositions
from .areas import (
    area_of,
    areas,
    areas_of_regions,
    population_cap,
    population_of_team_area,
    team_of_region,
    villages_of_teams,
)
from .board_places import institution_places, village_places
from .boards import board_contents, board_for, public_board, public_teams
from .checks import asked_of, checked_places, checks_of
from .choices import place_choices, team_choices, teams_of_scope
from .composition import Composition, composition_of, composition_of_team, member_candidates, signs_combined
from .guidance import Guide, guidance_for, supervisor_for
from .handover import Duties, duties_of, successors_of
from .institutions import (
    ConsortiumBranch,
    consortia_of,
    consortia_tree,
    device_counts,
    device_for,
    devices,
    institution_for,
    institutions,
    managed_institutions,
)
from .members import Publication, public_phones, publications_of
from .notices import Notice, notice_of
from .partition import Partition, Unit, partition_of, partitions_of, unit_code
from .regions import (
    ancestor_codes,
    ancestors,
    buildings,
    full_region_name,
    region_for,
    region_names,
    regions,
    village_codes,
)
from .reorganizations import (
    hand_over_of,
    institutions_to_reorganize,
    parts_of_team,
    reorganization_for,
    reorganizations,
    teams_to_reorganize,
    townships_to_reorganize,
    villages_to_reorganize,
)
from .responsibility import responsibilities, responsible_for
from .schemes import NATIONAL, adoptions, schemes_for, schemes_of, stacks_if, village_schemes
from .served import Served, villages_equipped, villages_served
from .served_areas import area_periods, clinics_below, places_of_practitioners, places_of_teams, teams_of_practitioner
from .staff import active_on, doctor_facts, practitioner_for, practitioners
from .staffing import staff_time
from .teams import team_facts, team_facts_of, team_for, team_ids_of, team_titles, teams

__all__ = [
    "area_periods",
    "clinics_below",
    "places_of_practitioners",
    "places_of_teams",
    "teams_of_practitioner",
    "place_choices",
    "team_choices",
    "teams_of_scope",
    "CompositionIf",
    "Notice",
    "Publication",
    "asked_of",
    "board_contents",
    "board_for",
    "checked_places",
    "checks_of",
    "institution_places",
    "notice_of",
    "public_board",
    "public_phones",
    "public_teams",
    "publications_of",
    "supervisor_for",
    "village_places",
    "Composition",
    "ConsortiumBranch",
    "Duties",
    "Guide",
    "NATIONAL",
    "Partition",
    "Served",
    "Unit",
    "active_on",
    "adoptions",
    "ancestor_codes",
    "ancestors",
    "area_of",
    "areas",
    "areas_of_regions",
    "buildings",
    "composition_of",
    "composition_of_team",
    "consortia_of",
    "consortia_tree",
    "device_counts",
    "device_for",
    "devices",
    "doctor_facts",
    "duties_of",
    "full_region_name",
    "guidance_for",
    "institution_for",
    "institutions",
    "hand_over_of",
    "institutions_to_reorganize",
    "managed_institutions",
    "member_candidates",
    "partition_of",
    "partitions_of",
    "parts_of_team",
    "population_cap",
    "population_of_team_area",
    "practitioner_for",
    "practitioners",
    "region_for",
    "region_names",
    "regions",
    "reorganization_for",
    "reorganizations",
    "responsibilities",
    "responsible_for",
    "schemes_for",
    "schemes_of",
    "signs_combined",
    "stacks_if",
    "staff_time",
    "successors_of",
    "team_facts",
    "team_facts_of",
    "team_for",
    "teams_if",
    "team_ids_of",
    "team_titles",
    "team_of_region",
    "teams",
    "teams_to_reorganize",
    "townships_to_reorganize",
    "unit_code",
    "village_codes",
    "village_schemes",
    "villages_equipped",
    "unmet_compositions",
    "villages_of_teams",
    "villages_served",
    "villages_to_reorganize",
]
