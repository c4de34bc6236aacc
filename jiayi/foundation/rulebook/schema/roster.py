"""How a roster workbook speaks, and the official holidays."""

from pydantic import Field

from jiayi.foundation.rulebook.schema.entries import Code, Day, Entry, Labelled, Sourced, Text


class Column(Labelled):
    """A column by its code and every header it is known by."""

    aliases: list[Text]
    required: bool = False


class Roster(Entry):
    """Headers and labels of rosters; labels are compared after NFKC and without white space."""

    columns: dict[Code, Column]
    no_document: list[Text]
    identity_documents: dict[Code, list[Text]]
    sexes: dict[Code, list[Text]]
    residence_kinds: dict[Code, list[Text]]
    relations: dict[Code, list[Text]]
    relation_labels: dict[Code, Labelled]
    group_separators: Text
    unreadable: list[Text]


class AgreementImport(Entry):
    """Headers and labels of workbooks of agreements."""

    columns: dict[Code, Column]
    acts: dict[Code, list[Text]]
    separators: Text


class VisitImport(Entry):
    """Headers and labels of files of insured visits."""

    columns: dict[Code, Column]
    levels: dict[Code, list[Text]]
    kinds: dict[Code, list[Text]]
    yes: list[Text]
    no: list[Text]


class HolidayYear(Sourced):
    """One year's days off and the weekend days worked for them, as the State Council arranged them."""

    year: int = Field(ge=1949, le=2100)
    days_off: dict[Code, list[Day]]
    work_days: list[Day]
