"""A form that is filled in once may leave several records: which, and which values belong to each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jiayi.foundation.rulebook.schema import Form
from jiayi.foundation.rulebook.schema import Part as Definition
from jiayi.service.care.rules.filling import holds
from jiayi.service.care.terms import Judgement


@dataclass(frozen=True, slots=True)
class Part:
    """A record to be: its form, and for each of its fields the one that was filled in. A plain form is its own part."""

    form: Form
    names: Mapping[str, str]

    def taken(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What of the values belongs to this record, by its own fields."""
        return {code: values[name] for code, name in self.names.items() if name in values}

    def given(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The record's values by the fields that were filled in."""
        return {self.names[code]: value for code, value in values.items() if code in self.names}

    def own(self, names: Iterable[str]) -> list[str]:
        """Its fields that stand under these names."""
        wanted = set(names)
        return [code for code, name in self.names.items() if name in wanted]


@dataclass(frozen=True, slots=True)
class Judged:
    """One record to be: its part of the form, its own values, and what the decisions say of them."""

    part: Part
    values: Mapping[str, Any]
    found: Judgement
    measured: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # own field -> where its value was taken from


def parts_of(form: Form, values: Mapping[str, Any], forms: Mapping[str, Form]) -> list[Part]:
    """The records that these values leave, in the form's order."""
    if not form.parts:
        return [Part(form, {code: code for code in form.fields})]
    return [part_of(form, one, forms) for one in form.parts if one.when is None or holds(one.when, values)]


def every_part(form: Form, forms: Mapping[str, Form]) -> list[Part]:
    """Every record that the form may leave."""
    return [part_of(form, one, forms) for one in form.parts] or parts_of(form, {}, forms)


def part_of(form: Form, one: Definition, forms: Mapping[str, Form]) -> Part:
    """One part of a combined form with the names of its fields."""
    return Part(forms[one.form], one.names_in(form, forms[one.form]))


def all_programmes(form: Form, forms: Mapping[str, Form]) -> list[str]:
    """The programmes of which the form's records are visits, those of its parts too."""
    return [code for one in ([forms[part.form] for part in form.parts] or [form]) for code in one.programmes]


def may_combine(first: Form, others: Sequence[Form]) -> bool:
    """Whether one visit may leave records of all these: plain forms for certain people, of different programmes, that
    share a way to serve; none of them restricted, for one would tell of the other."""
    forms = [first, *others]
    programmes = [code for form in forms for code in form.programmes]
    plain = all(form.groups and not form.parts and not form.restricted for form in forms)
    differ = len({form.form for form in forms}) == len(forms) and len(programmes) == len(set(programmes))
    return plain and differ and bool(shared_modes(forms))


def shared_modes(forms: Sequence[Form]) -> list[str]:
    """The ways to serve that all of them allow, in the first one's order."""
    return [mode for mode in forms[0].modes if all(mode in form.modes for form in forms)]
