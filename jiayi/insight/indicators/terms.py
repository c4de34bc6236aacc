"""Words of coverage: populations that are counted and how a person stands."""

from enum import StrEnum

from jiayi.foundation.core.choices import Choice


class Standing(StrEnum):
    """How a resident stands to the promise."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    REFUSED = "refused"


ALL = "all"
AT_HOME = "at_home"  # not living elsewhere for a time (people.StayElsewhere)
KEY = "key"
KEY_IN = "key_in_"  # + 1 to 5: in so many classes of the key list (5: five or more)
SPECIAL = "special"
HYPERTENSION_DIABETES = "hypertension_diabetes"
FULL_COVERAGE = "full_coverage"  # groups of whom everybody is to be signed (S0-06, S2.10-02, S1-01)
SEVERE_CHRONIC = "severe_chronic"
SEVERE_CHRONIC_AT_HOME = "severe_chronic_at_home"
POVERTY_AT_HOME = "poverty_at_home"
POVERTY_IN_NEED = "poverty_in_need"  # out of poverty and chronically ill or old (S3-22)
COMBINED_POPULATIONS = (
    ALL,
    KEY,
    HYPERTENSION_DIABETES,
    SPECIAL,
    FULL_COVERAGE,
    AT_HOME,
    SEVERE_CHRONIC,
    SEVERE_CHRONIC_AT_HOME,
    POVERTY_AT_HOME,
    POVERTY_IN_NEED,
)


class Measure(StrEnum):
    """What is counted beside coverage."""

    RENEWAL_YEAR = "renewal_year"  # agreements whose term ended in the calendar year up to the day
    RENEWAL_ROLLING = "renewal_rolling"  # in the twelve months up to the day
    HOUSEHOLD = "household"
    VILLAGE = "village"
    INSTITUTION = "institution"
    RECORD = "record"


REACHED = {"renewed", "whole", "served", "takes_part", "kept"}  # standings that count in the numerator
LEFT_OUT = {"excluded"}  # standings that do not count in the denominator


class Renewal(StrEnum):
    """What came of an agreement whose term ended."""

    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"
    EXCLUDED = "excluded"


class Part(Choice):
    """Which of an indicator's persons."""

    REACHED = "reached", "已达到", "Reached"
    MISSED = "missed", "未达到", "Not reached"
    EXCLUDED = "excluded", "不计", "Left out"


class LetterState(Choice):
    """Where a target letter stands."""

    DRAFT = "draft", "草稿", "Draft"
    ISSUED = "issued", "已签发", "Issued"
    SIGNED = "signed", "双方已签", "Signed by both"
    REPLACED = "replaced", "已有新版", "Replaced"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


LETTERS_IN_FORCE = (LetterState.ISSUED, LetterState.SIGNED)
LETTER_PAPER = "target-letter"  # of rulebook/papers


class Side(Choice):
    """Who signs a target letter."""

    BUREAU = "bureau", "签发单位", "Bureau"
    INSTITUTION = "institution", "责任单位", "Institution"
