"""What the documents in force somewhere say of tiered care: who treats what, in which steps, with whom (S4)."""

import datetime as dt
from collections.abc import Sequence

from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import ValueInForce, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel
from jiayi.service.referral import permissions

CATALOGUE = "referral.disease_catalogue"
# Parts of the guide, and the parameters that stand in each.
GUIDE = {
    "way": ("tiered_care.principles", "tiered_care.levels", "referral.steps", "referral.routing", "tiered_care.stages"),
    "scope": ("referral.village_scope", "referral.township_case_kinds"),
    "rules": (
        "referral.ladder_enforced",
        "referral.exemptions",
        "referral.approvals",
        "referral.sending_duties",
        "referral.case_supervision",
        "tiered_care.mutual_recognition",
    ),
    "together": (
        "tiered_care.offices",
        "tiered_care.partner_levels",
        "tiered_care.medical_union",
        "tiered_care.county_centres",
        "tiered_care.county_centre_kinds",
        "tiered_care.continuing_care",
        "tiered_care.scarce_specialities",
        "tiered_care.information_services",
        "tiered_care.linked_systems",
    ),
    "duties": (
        "tiered_care.department_tasks",
        "tiered_care.department_duties",
        "tiered_care.work_steps",
        "tiered_care.guarantees",
    ),
    "money": (
        "insurance.outpatient_gap",
        "insurance.inpatient_gap",
        "insurance.deductible_order",
        "insurance.county_price_institutions",
        "eldercare_bed.subsidy_per_day_fen",
    ),
}


def guide(schemes: Sequence[str], on: dt.date) -> dict[str, list[ValueInForce]]:
    """What is set by the schemes, by part; what no document sets is left out."""
    found = {part: [find_value(key, on, list(schemes)) for key in keys] for part, keys in GUIDE.items()}
    return {part: [one for one in values if one is not None] for part, values in found.items()}


def catalogue(schemes: Sequence[str], on: dt.date) -> ValueInForce | None:
    """Diseases by the lowest level that treats them."""
    return find_value(CATALOGUE, on, list(schemes))


def place_of(viewer: Viewer) -> str:
    """The reader's region: that of the post, or where the institution stands; empty for who has neither."""
    scope = viewer.scope(permissions.READ)
    if scope.region_prefixes:
        return min(scope.region_prefixes)
    ids = sorted(scope.institution_ids, key=str)
    return str(organization.institution_for(SystemViewer(), ids[0]).region_id) if ids else ""


def county_of(viewer: Viewer) -> str:
    """The code of the reader's county."""
    return place_of(viewer)[: CODE_LENGTHS[RegionLevel.COUNTY]]
