"""Services that somebody is to be given each year, and the kinds of work that services are counted by."""

from jiayi.foundation.rulebook.schema.entries import Code, Labelled, Text


class YearlyService(Labelled):
    """One of them: the parameter that says how often, for whom, and the records or values that show it was done."""

    parameter: Text
    groups: list[Code] = []
    signed: bool = False
    key: bool = False
    need: Code | None = None  # for the elderly whose class of need asks for this service
    once: bool = False
    restricted: bool = False
    forms: list[Text] = []
    fields: list[Code] = []
    observation: Code | None = None
    open_form: Text | None = None
    contents: Text | None = None  # the parameter that lists what it consists of
    content_fields: dict[Code, list[Code]] = {}  # fields of the form that show each of these


class WorkKind(Labelled):
    """One of the kinds of work that services are counted by, and the forms whose records belong to it."""

    forms: list[Text]
