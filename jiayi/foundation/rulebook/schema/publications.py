"""Papers that are printed, and indicators that are shown."""

from typing import Literal

from jiayi.foundation.rulebook.schema.entries import Code, Key, Labelled, SchemeName, Sourced, Text


class Clause(Labelled, Sourced):
    """A clause of a paper: its title in two languages and the Chinese text, which alone is signed."""

    text: Text


class Paper(Labelled):
    paper: SchemeName
    clauses: list[Clause]


class Indicator(Labelled):
    """A rate over one population: what is counted, why, in which direction it should move, and its target.

    `measure` says what is counted; `among` whether those who refused stay in the denominator; `checks` what else the
    documents ask of its development over the years.
    """

    indicator: SchemeName
    measure: Literal["coverage", "renewal_year", "renewal_rolling", "household", "village", "institution", "record"] = (
        "coverage"
    )
    among: Literal["residents", "willing"] = "residents"
    checks: list[Literal["not_below_last_year", "yearly_rise"]] = []
    why_zh: Text
    why_en: Text
    population: Code
    numerator_zh: Text
    numerator_en: Text
    denominator_zh: Text
    denominator_en: Text
    unit: Code
    direction: Literal["higher", "lower"]
    target: Key
