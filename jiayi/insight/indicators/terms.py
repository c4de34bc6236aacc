"""Words of coverage: populations that are counted and how a person stands."""

from enum import StrEnum


class Standing(StrEnum):
    """How a resident stands to the promise."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    REFUSED = "refused"


ALL = "all"
KEY = "key"
SPECIAL = "special"
HYPERTENSION_DIABETES = "hypertension_diabetes"
COMBINED_POPULATIONS = (ALL, KEY, HYPERTENSION_DIABETES, SPECIAL)
