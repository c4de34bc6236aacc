"""Reads of this room; what concerns a viewer takes the viewer first, facts for rules take ids and a day."""

from .areas import (
    area_of,
    areas,
    areas_of_regions,
    population_cap,
    population_of_team_area,
    team_of_region,
    villages_of_teams,
)
from .composition import Composition, composition_of, composition_of_team, member_candidates, signs_combined
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
from .partition import Partition, Unit, partition_of, unit_code
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
from .responsibility import responsibilities, responsible_for
from .schemes import NATIONAL, adoptions, schemes_for, schemes_of, village_schemes
from .served import Served, villages_served
from .staff import active_on, doctor_facts, practitioner_for, practitioners
from .teams import team_facts, team_facts_of, team_for, teams

__all__ = [
    "Composition",
    "composition_of",
    "composition_of_team",
    "member_candidates",
    "signs_combined",
    "Duties",
    "duties_of",
    "successors_of",
    "Partition",
    "Unit",
    "Served",
    "villages_served",
    "partition_of",
    "unit_code",
    "NATIONAL",
    "ConsortiumBranch",
    "active_on",
    "adoptions",
    "ancestor_codes",
    "ancestors",
    "area_of",
    "areas",
    "areas_of_regions",
    "buildings",
    "consortia_tree",
    "consortia_of",
    "device_counts",
    "device_for",
    "devices",
    "doctor_facts",
    "full_region_name",
    "institution_for",
    "institutions",
    "managed_institutions",
    "population_cap",
    "population_of_team_area",
    "practitioner_for",
    "practitioners",
    "region_for",
    "region_names",
    "regions",
    "responsibilities",
    "responsible_for",
    "schemes_for",
    "schemes_of",
    "team_facts",
    "team_facts_of",
    "team_for",
    "team_of_region",
    "teams",
    "villages_of_teams",
    "village_schemes",
    "village_codes",
]
