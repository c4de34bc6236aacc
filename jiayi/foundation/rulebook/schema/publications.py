"""Papers that are printed, indicators that are shown, detectors that look for doubtful work, scripts that are asked."""

from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook.schema.entries import Code, Day, Entry, Key, Labelled, SchemeName, Source, Sourced, Text


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
    `numerator`, `denominator` and `excluded` (reason -> condition) are expressions over the columns of the facts;
    what no measure counts has the measure `facts` and these alone. `restricted`: its persons are seen only by those
    who may see restricted records. `anonymous`: its persons are named to nobody, for what they said was promised to
    stay among them. `amounts`: sums of money or the like are counted, not cases: chance and persons say nothing of it.
    `shown_on`: the page that shows what no row of a resident can tell.
    """

    indicator: SchemeName
    measure: Literal[
        "coverage", "renewal_year", "renewal_rolling", "household", "village", "institution", "record", "facts"
    ] = "coverage"
    numerator: Text | None = None
    denominator: Text | None = None
    excluded: dict[Code, Text] = {}
    restricted: bool = False
    anonymous: bool = False
    amounts: bool = False
    shown_on: Annotated[str, Field(pattern=r"^[a-z_]+:[a-z_]+$")] | None = None
    source: Source | None = None
    owner: Code = "county_bureau"
    reviewed_on: Day | None = None
    among: Literal["residents", "willing"] = "residents"
    checks: list[Literal["not_below_last_year", "yearly_rise"]] = []
    why_zh: Text
    why_en: Text
    population: Code = "all"
    numerator_zh: Text
    numerator_en: Text
    denominator_zh: Text
    denominator_en: Text
    unit: Code
    direction: Literal["higher", "lower"]
    target: Key | None = None


class FactColumn(Labelled):
    """A column of the facts that indicators count; `supplied` false: no room supplies it yet."""

    type: Literal["boolean", "number", "text"]
    supplied: bool = True


class TableRow(Labelled):
    """A row of an official table that does not go by place: the residents whom a condition names."""

    where: Text


class TableColumn(Labelled):
    """A count over the facts, or of two other columns the share or the mean."""

    count: Text | None = None
    share: Annotated[list[Code], Field(min_length=2, max_length=2)] | None = None
    mean: Annotated[list[Code], Field(min_length=2, max_length=2)] | None = None

    @property
    def parts(self) -> list[Code]:
        """The two columns that it divides."""
        return self.share or self.mean or []


class OfficialTable(Labelled, Sourced):
    """A table that is handed upwards: rows by place, or by the conditions it names; columns from the facts."""

    table: SchemeName
    rows: dict[Code, TableRow] = {}
    columns: Annotated[dict[Code, TableColumn], Field(min_length=1)]


class ScoredMeasure(Entry):
    """An indicator within a dimension: no points at `nothing_at`, all at `full_at` (which may be the lower one)."""

    indicator: SchemeName
    weight: Annotated[float, Field(gt=0)] = 1.0
    nothing_at: float = 0.0
    full_at: float


class Scoring(Labelled, Sourced):
    """How teams are scored: by dimension the measures; a dimension without any is entered with evidence."""

    scoring: SchemeName
    dimensions: dict[Literal["number", "quality", "effect", "satisfaction", "authenticity"], list[ScoredMeasure]]


class Detector(Labelled):
    """What looks for doubtful work: whom a finding is about, what is counted among what, and from where on it is one.

    `share` compares hits among all with the threshold once there are `least` of them; `count` the hits alone.
    `settings` are the parameters that say what a hit is; `innocent` is what else may explain it;
    `chart` says how cases are divided.
    """

    detector: SchemeName
    number: Text  # in the catalogue of detectors (D1 …)
    subject: Literal["practitioner", "team"]
    measure: Literal["share", "count"]
    threshold: Key
    least: Key | None = None
    settings: list[Key] = []
    chart: Literal["days", "delays", "digits", "distance", "hours", "pairs", "reasons"] | None = None
    why_zh: Text
    why_en: Text
    hit_zh: Text
    hit_en: Text
    among_zh: Text
    among_en: Text
    innocent_zh: Text
    innocent_en: Text


class Answer(Labelled):
    """An answer may be a digit, as grades of contentment are."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class Question(Labelled):
    """What is asked; `decides`: the answer says whether the service took place as recorded."""

    answers: Annotated[list[Answer], Field(min_length=2)]
    decides: bool = False


class Script(Labelled, Sourced):
    """What is said and asked on the phone; {name} and {item} are filled in."""

    script: SchemeName
    opening_zh: Text
    opening_en: Text
    closing_zh: Text
    closing_en: Text
    questions: Annotated[dict[Code, Question], Field(min_length=1)]


class MessageTemplate(Labelled, Sourced):
    """What is written to a resident; zh and en are its title, the texts have named blanks.

    `channels` in the order of preference: what can be read on the resident's page stands there in any case, of the
    others the next is tried where one fails. `urgent` goes out in quiet hours too; `purpose` names the consent without
    which nothing leaves by other ways than the resident's page; `erased` texts are forgotten once they were sent.
    """

    text_zh: Text
    text_en: Text
    channels: Annotated[list[Literal["in_app", "sms", "wechat", "letter"]], Field(min_length=1)]
    urgent: bool = False
    purpose: Code | None = None
    erased: bool = False
    expires_minutes: Annotated[int, Field(ge=1)] | None = None

    def text(self, language: str) -> str:
        return self.text_en if language.startswith("en") else self.text_zh
