"""The page form of a record, made from its definition: it reads types; what may stand is the rules' to say."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.foundation.rulebook.schema import FormField
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.rows import RowsField
from jiayi.foundation.ui.wording import text_of
from jiayi.service.care.terms import Evidence, Mode, RecordRequest, SurveyRequest

YES_NO = (("true", _("是")), ("false", _("否")))
SHORT, LONG = 200, 2_000
# A medicine, as the follow-up forms of the norms ask for it.
DRUG_COLUMNS = {
    "name": forms.CharField(label=_("药名"), max_length=60),
    "times_per_day": forms.IntegerField(label=_("每日次数"), min_value=1, max_value=24, required=False),
    "dose": forms.CharField(label=_("每次用量"), max_length=40, required=False),
}


class RecordForm(Form):
    """When and how somebody was served, and the fields of the form; empty fields are left to the rules."""

    visit_on = DateField(label=_("服务日期"))
    mode = forms.ChoiceField(label=_("服务方式"))
    is_confirmed = forms.BooleanField(label=_("居民（或监护人）当面确认本次服务"), required=False)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, definition: Definition, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.definition = definition
        language = get_language() or ""
        self.fields["visit_on"].latest = self.fields["visit_on"].initial = today
        self.fields["mode"].choices = [(mode, Mode(mode).label(language)) for mode in definition.modes]
        self.fields["submission_id"].initial = uuid4()
        for code, one in definition.fields.items():
            if not one.derived:
                self.fields[code] = field_of(one, language)

    def values(self) -> dict[str, Any]:
        """What was filled in so far, typed; fields that could not be read are left out."""
        return {code: self.cleaned_data[code] for code in self.definition.fields if code in self.cleaned_data}

    def request(
        self,
        resident_id: UUID,
        *,
        copied: tuple[str, ...] = (),
        note: str = "",
        also: tuple[str, ...] = (),
        measured: Sequence[str] = (),
        batch_id: UUID | None = None,
    ) -> RecordRequest:
        """The request behind answers that could be read; `measured` are pairs "field:observation"."""
        return RecordRequest(
            resident_id=resident_id,
            form=self.definition.form,
            visit_on=self.cleaned_data["visit_on"],
            mode=self.cleaned_data["mode"],
            values=self.values(),
            submission_id=self.cleaned_data["submission_id"],
            evidence=Evidence.B if self.cleaned_data["is_confirmed"] else Evidence.C,
            copied=copied,
            note=note,
            also=also,
            batch_id=batch_id,
            measured=dict(_measured(measured)),
        )

    def refuse(self, error: CodedError) -> None:
        """Each fault beside its field, the others above the form."""
        placed = False
        for breach in error.breaches:
            if breach.get("field") in self.fields:
                self.add_error(breach["field"], text_of(breach))
                placed = True
        if not placed:
            super().refuse(error)


class SurveyForm(RecordForm):
    """The answers of a village's survey: nobody is served, so there is no way of service and nothing to confirm."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["mode"], self.fields["is_confirmed"]
        self.fields["visit_on"].label = _("调查日期")

    def survey(self, region_code: str) -> SurveyRequest:
        """The request behind answers that could be read."""
        cleaned = self.cleaned_data
        return SurveyRequest(region_code, cleaned["visit_on"], self.values(), cleaned["submission_id"])


def _measured(pairs: Sequence[str]) -> Iterator[tuple[str, UUID]]:
    for pair in pairs:
        name, _colon, one = pair.partition(":")
        with suppress(ValueError):  # somebody changed the page: it is not marked
            yield name, UUID(one)


class VoidForm(Form):
    """Why a record is taken back."""

    note = forms.CharField(label=_("作废原因"), max_length=SHORT)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered; a kept answer is shown again."""

    def prepare_value(self, value: Any) -> Any:
        return str(value).lower() if isinstance(value, bool) else value


def field_of(one: FormField, language: str) -> forms.Field:
    """The Django field that reads this type; whether it must be filled in is the rules' to say."""
    usual: dict[str, Any] = {"label": one.label(language), "required": False}
    return _MAKERS[one.type](one, usual, language)


def _number(one: FormField, usual: Mapping[str, Any], language: str) -> forms.Field:
    step = 1 if one.type == "integer" else 1 / 10**one.digits
    widget = forms.NumberInput(attrs={"step": step, "inputmode": "decimal", "autocomplete": "off"})
    if one.type == "integer":
        return forms.IntegerField(widget=widget, **usual)
    return forms.DecimalField(widget=widget, decimal_places=one.digits, max_digits=10, **usual)


def _text(one: FormField, usual: Mapping[str, Any], language: str) -> forms.Field:
    if one.type == "long_text":
        return forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 2}), **usual)
    return forms.CharField(max_length=SHORT, **usual)


def _choice(one: FormField, usual: Mapping[str, Any], language: str) -> forms.Field:
    choices = [(code, words.label(language)) for code, words in one.choices.items()]
    if one.type == "choices":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **usual)
    if len(choices) <= 4:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **usual)
    return forms.ChoiceField(choices=[("", _("请选择")), *choices], **usual)


def _boolean(one: FormField, usual: Mapping[str, Any], language: str) -> forms.Field:
    return YesNoField(
        choices=YES_NO, widget=forms.RadioSelect, coerce=lambda text: text == "true", empty_value=None, **usual
    )


def _time(one: FormField, usual: Mapping[str, Any], language: str) -> forms.Field:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **usual)


def _rows(one: FormField, usual: Mapping[str, Any], language: str) -> forms.Field:
    columns = {code: field_of(column, language) for code, column in one.columns.items()}
    for column in columns.values():
        if isinstance(column.widget, forms.RadioSelect):  # a cell has no room for them side by side
            column.widget = forms.Select()
            column.choices = [("", ""), *column.choices]
    return RowsField(columns or DRUG_COLUMNS, **usual)


_MAKERS = {
    "integer": _number,
    "decimal": _number,
    "text": _text,
    "long_text": _text,
    "date": lambda one, usual, language: DateField(**usual),
    "time": _time,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _choice,
    "drugs": _rows,
    "rows": _rows,
}
