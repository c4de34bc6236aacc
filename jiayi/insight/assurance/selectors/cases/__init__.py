"""What each detector looks at: one query each, a row for every case with whether it is of the kind looked for.

Columns: practitioner_id, team_id, kind (terms.EvidenceKind), thing_id, resident_id, "on", is_hit, bucket (where it
stands in the chart; empty: nowhere) and "values". A query reads %(since)s and %(until)s, both inclusive, and the
detector's settings by the last part of their name. The tables are those that the doors of other rooms say.
"""

from collections.abc import Callable, Mapping

from . import agreements, measuring, medicines, places, timing

CASES: Mapping[str, Callable[[], str]] = {
    "unserved-after-signing": agreements.unserved_after_signing,
    "no-contact": agreements.no_contact,
    "mass-signing": agreements.mass_signing,
    "shared-phone": agreements.shared_phone,
    "renewed-without-service": agreements.renewed_without_service,
    "signature-repeated": agreements.signature_repeated,
    "uniform-values": measuring.uniform_values,
    "digit-preference": measuring.digit_preference,
    "threshold-hugging": measuring.threshold_hugging,
    "copied-values": measuring.copied_values,
    "overlapping-services": timing.overlapping_services,
    "late-entry": timing.late_entry,
    "quarter-end-entry": timing.quarter_end_entry,
    "night-entry": timing.night_entry,
    "after-departure": places.after_departure,
    "outside-area": places.outside_area,
    "supply-gap": medicines.supply_gap,
    "controlled-yet-admitted": medicines.controlled_yet_admitted,
}
