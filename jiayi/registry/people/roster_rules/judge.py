"""Judging one row: called a million times for a large roster, so ordinary cells take short paths."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jiayi.foundation.core import names, national_id
from jiayi.foundation.core.dates import completed_years, read_day
from jiayi.foundation.core.phones import mobile_number

from . import codes
from .candidate import Candidate, Rejection
from .texts import clean, compact, is_lost_number
from .vocabulary import Vocabulary, label

LONGEST_NAME = 60
LONGEST_ADDRESS = 200
LONGEST_HOUSEHOLD_NUMBER = 30
_REMEMBERED = 40_000
# Two to sixty Chinese characters, with the dot of longer names: nothing to object to, nothing to normalise.
_ORDINARY_NAME = re.compile(r"[\u4e00-\u9fff]{1,20}(?:·[\u4e00-\u9fff]{1,19})?")
_EARLIEST_BIRTH = date(1800, 1, 1)


_KEYS = (
    "name",
    "document_kind",
    "national_id",
    "birth_date",
    "sex",
    "region_code",
    "phone",
    "address",
    "household_number",
    "relation",
    "groups",
    "residence_kind",
    "residence_since",
    "ethnicity",
)
_NAME, _DOCUMENT, _NUMBER, _BIRTH_DATE, _SEX, _REGION, _PHONE, _ADDRESS, _HOUSEHOLD, _RELATION = range(10)
_GROUPS, _RESIDENCE_KIND, _SINCE, _ETHNICITY = range(10, 14)


class _Person(NamedTuple):
    name: str
    name_key: str
    number: str
    document_kind: str
    sex: str
    birth_date: date


class _Memory(dict):
    """What a cell's text means, remembered while there is room: the same few texts fill whole columns."""

    def __init__(self, meaning: Callable[[str], object]) -> None:
        super().__init__()
        self.meaning = meaning

    def __missing__(self, text: str) -> object:
        found = self.meaning(text)
        if len(self) < _REMEMBERED and len(text) < 64:
            self[text] = found
        return found


@dataclass(frozen=True)
class Setting:
    """What the rows of one file are judged by.

    columns: the place of each key; villages: the code in force for each known code; outside: known villages that
    the importer may not write.
    """

    on: date
    columns: Mapping[str, int]
    villages: Mapping[str, str]
    outside: frozenset[str]
    vocabulary: Vocabulary


class RowJudge:
    """Judges the rows of one file on one day."""

    def __init__(self, setting: Setting) -> None:
        self.on = setting.on
        self.villages = setting.villages
        self.outside = setting.outside
        self.vocabulary = vocabulary = setting.vocabulary
        columns = setting.columns
        self.width = max(columns.values()) + 1
        self.order = [columns.get(key, self.width) for key in _KEYS]
        self.days = _Memory(read_day)
        self.labels = _Memory(label)
        self.group_cells = _Memory(self._groups)
        self.sexes = _Memory(self._coded(vocabulary.sexes))
        self.relations = _Memory(self._coded(vocabulary.relations))
        self.residence_kinds = _Memory(self._coded(vocabulary.residence_kinds))
        self.ethnicities = _Memory(self._coded(vocabulary.ethnicities))

    def judge(self, cells: Sequence[str]) -> Candidate | Rejection:
        """The verdict on one row, as far as the row alone can tell."""
        known = [*cells[: self.width]]
        known += [""] * (self.width + 1 - len(known))
        raw = [known[place] for place in self.order]
        name, name_key = self._name(raw[_NAME])
        if not name_key:
            return Rejection(name)
        number = raw[_NUMBER]
        if not number or number.isspace() or self._stands_for_none(number, raw[_DOCUMENT]):
            return self._without_number(raw, name, name_key)
        parsed = national_id.parse(number, self.on)
        if not parsed.valid:
            return Rejection(parsed.codes[-1])
        return self._with_number(raw, name, name_key, parsed)

    def _name(self, cell: str) -> tuple[str, str]:
        """The name and its comparable form; or the fault and ""."""
        if _ORDINARY_NAME.fullmatch(cell):
            return cell, cell
        fault = names.name_fault(cell)
        if fault:
            return fault, ""
        name, key = names.tidy_name(clean(cell)), names.comparable_name(clean(cell))
        if not key or max(len(name), len(key)) > LONGEST_NAME:
            return codes.NAME_INVALID, ""
        return name, key

    def _stands_for_none(self, number_cell: str, kind_cell: str) -> bool:
        """Whether a word such as 无 stands where a newborn has no number."""
        if len(number_cell) > 10 or label(kind_cell) not in self.vocabulary.no_document:
            return False
        said = label(number_cell)
        return said in self.vocabulary.unreadable or said in self.vocabulary.no_document

    def _without_number(self, raw: list[str], name: str, name_key: str) -> Candidate | Rejection:
        if self.labels[raw[_DOCUMENT]] not in self.vocabulary.no_document:
            return Rejection(codes.ID_LENGTH)
        born = self.days[raw[_BIRTH_DATE]]
        is_readable = born is not None and _EARLIEST_BIRTH <= born <= self.on
        if is_readable and completed_years(born, self.on) >= 1:
            return Rejection(codes.ID_LENGTH)
        region, fault = self._region(raw[_REGION])
        if fault:
            return Rejection(fault)
        if not is_readable:
            return Rejection(codes.DATE_INVALID)
        sex = self.sexes[raw[_SEX]] or "unknown"
        return self._candidate(raw, _Person(name, name_key, "", "none", sex, born), [], region, "")

    def _with_number(
        self, raw: list[str], name: str, name_key: str, parsed: national_id.ParsedId
    ) -> Candidate | Rejection:
        warnings = list(parsed.codes)
        if self.sexes[raw[_SEX]] != parsed.sex:
            warnings.append(codes.SEX_FROM_ID)
        if self.days[raw[_BIRTH_DATE]] != parsed.birth_date:
            warnings.append(codes.BIRTH_DATE_FROM_ID)
        region, fault = self._region(raw[_REGION])
        kind = self.vocabulary.documents.get(self.labels[raw[_DOCUMENT]], "resident_identity_card")
        person = _Person(name, name_key, parsed.number, kind, parsed.sex, parsed.birth_date)
        return self._candidate(raw, person, warnings, region, fault)

    def _region(self, cell: str) -> tuple[str, str]:
        """The village in force and ""; or "" and the fault."""
        code = self.villages.get(cell)
        if code is None:
            bare = compact(cell)
            code = self.villages.get(bare)
            if code is None:
                return "", codes.REGION_OUTSIDE if bare in self.outside else codes.REGION_UNKNOWN
        return code, ""

    def _candidate(self, raw: list[str], person: "_Person", warnings: list[str], region: str, fault: str) -> Candidate:
        phone = mobile_number(raw[_PHONE]) or ""
        if not phone and raw[_PHONE] and not raw[_PHONE].isspace():
            warnings.append(codes.PHONE_DROPPED)
        groups, has_unknown = self.group_cells[raw[_GROUPS]]
        if has_unknown:
            warnings.append(codes.GROUP_UNKNOWN)
        if not person.number:
            warnings.append(codes.ID_PENDING)
        address = clean(raw[_ADDRESS])
        household = compact(raw[_HOUSEHOLD])
        relation, kind = self.relations[raw[_RELATION]], self.residence_kinds[raw[_RESIDENCE_KIND]]
        since, ethnicity = self.days[raw[_SINCE]], self.ethnicities[raw[_ETHNICITY]]
        if since and since > self.on:
            since = None
        if self._is_anything_lost(raw, household, address, (since, relation, kind, ethnicity)):
            warnings.append(codes.FIELD_DROPPED)
            address, household = address[:LONGEST_ADDRESS], "" if _is_no_household(household) else household
        return Candidate(
            fault,
            tuple(warnings),
            *person,
            region,
            phone,
            address,
            household,
            relation or "",
            groups,
            kind or "registered",
            since,
            ethnicity or "",
            person.birth_date.year >= self.on.year - 1 and completed_years(person.birth_date, self.on) < 1,
        )

    def _is_anything_lost(self, raw: list[str], household: str, address: str, understood: tuple) -> bool:
        """Whether something was written in a lesser column that is not understood or does not fit."""
        if len(address) > LONGEST_ADDRESS or _is_no_household(household):
            return True
        if None not in understood:
            return False
        written = (raw[_SINCE], raw[_RELATION], raw[_RESIDENCE_KIND], raw[_ETHNICITY])
        lost = [label(cell) for cell, found in zip(written, understood, strict=True) if found is None]
        return any(said and said not in self.vocabulary.unreadable for said in lost)

    def _coded(self, labels: Mapping[str, str]) -> Callable[[str], str | None]:
        return lambda text: labels.get(label(text))

    def _groups(self, text: str) -> tuple[tuple[str, ...], bool]:
        """The groups to record for a cell's labels, and whether a label is unknown."""
        for separator in self.vocabulary.group_separators:
            text = text.replace(separator, "\n")
        labels = [said for part in text.split("\n") if (said := label(part)) and said not in self.vocabulary.unreadable]
        found = [self.vocabulary.groups.get(said) for said in labels]
        recorded = dict.fromkeys(code for code in found if code and code not in self.vocabulary.groups_by_age)
        return tuple(recorded), None in found


def _is_no_household(number: str) -> bool:
    return len(number) > LONGEST_HOUSEHOLD_NUMBER or ("E" in number and is_lost_number(number))
