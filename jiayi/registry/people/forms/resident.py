"""The form of a resident: the basic information sheet in sections."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import text_of
from jiayi.registry.people import terms
from jiayi.registry.people.choosing import Choices, codes, groups, kin
from jiayi.registry.people.models import Resident
from jiayi.registry.people.particulars import FIELDS, NUMBERS
from jiayi.registry.people.sealing import masked_number

SECTIONS = (
    (gettext_lazy("身份"), "id", ("name", "document_kind", "national_id", "sex", "birth_date", "ethnicity")),
    (
        gettext_lazy("住址和联系方式"),
        "map-pin",
        (
            "region",
            "address",
            "grid_address",
            "phone",
            "home_phone",
            "residence_kind",
            "resident_since",
            "registered_address",
        ),
    ),
    (gettext_lazy("家庭和人群"), "home", ("household_number", "relation_to_head", "groups")),
    (gettext_lazy("联系人"), "phone", ("contact_name", "contact_phone", "contact_relation")),
    (
        gettext_lazy("其他情况"),
        "clipboard-list",
        (
            "blood_type",
            "rh_factor",
            "education",
            "occupation",
            "employment_kind",
            "workplace",
            "marital_status",
            "payment_kinds",
            "insurance_number",
            "note",
        ),
    ),
)


def _codes_field(label: str, kinds: type, *, blank: bool = True, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=lambda: codes(kinds, blank=blank), **options)


def _number_field(label: str) -> forms.CharField:
    attributes = {"autocomplete": "off", "inputmode": "text"}
    return forms.CharField(label=label, required=False, max_length=40, widget=forms.TextInput(attrs=attributes))


class ResidentForm(Form):
    """A resident to register or to change; a number left empty in a change stays as it is."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    document_kind = _codes_field(gettext_lazy("证件类型"), terms.DocumentKind, blank=False)
    national_id = _number_field(gettext_lazy("证件号"))
    sex = _codes_field(gettext_lazy("性别"), Sex, help_text=gettext_lazy("有证件号时可不填。"))
    birth_date = DateField(label=gettext_lazy("出生日期"), required=False, help_text=gettext_lazy("有证件号时可不填。"))
    ethnicity = _codes_field(gettext_lazy("民族"), terms.Ethnicity)
    region = forms.ChoiceField(label=gettext_lazy("村（社区）"))
    address = forms.CharField(label=gettext_lazy("现住址"), max_length=200, required=False)
    grid_address = forms.CharField(label=gettext_lazy("网格地址"), max_length=100, required=False)
    phone = _number_field(gettext_lazy("本人手机"))
    home_phone = _number_field(gettext_lazy("家庭电话"))
    residence_kind = _codes_field(gettext_lazy("常住类型"), terms.ResidenceKind, blank=False)
    resident_since = DateField(
        label=gettext_lazy("居住起始日"), required=False, help_text=gettext_lazy("签约看是否住满半年，从这一天算起。")
    )
    registered_address = forms.CharField(label=gettext_lazy("户籍地址"), max_length=200, required=False)
    household_number = forms.CharField(
        label=gettext_lazy("户编号"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("已有的户填其编号；填新编号则新建一户；不填则暂不入户。"),
    )
    relation_to_head = _codes_field(gettext_lazy("与户主关系"), terms.RelationToHead)
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("人群"),
        required=False,
        choices=lambda: groups(recorded_only=True),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("老年人、儿童由出生日期推算，不必登记。"),
    )
    contact_name = forms.CharField(label=gettext_lazy("联系人姓名"), max_length=60, required=False)
    contact_phone = _number_field(gettext_lazy("联系人电话"))
    contact_relation = forms.ChoiceField(label=gettext_lazy("与本人关系"), required=False, choices=lambda: kin())
    blood_type = _codes_field(gettext_lazy("血型"), terms.BloodType)
    rh_factor = _codes_field(gettext_lazy("RH"), terms.RhFactor)
    education = _codes_field(gettext_lazy("文化程度"), terms.Education)
    occupation = _codes_field(gettext_lazy("职业"), terms.Occupation)
    employment_kind = _codes_field(gettext_lazy("就业状态"), terms.EmploymentKind)
    workplace = forms.CharField(label=gettext_lazy("工作单位"), max_length=120, required=False)
    marital_status = _codes_field(gettext_lazy("婚姻状况"), terms.MaritalStatus)
    payment_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("医疗支付方式"),
        required=False,
        choices=lambda: codes(terms.PaymentKind, blank=False),
        widget=forms.CheckboxSelectMultiple,
    )
    insurance_number = _number_field(gettext_lazy("医保卡号"))
    note = forms.CharField(label=gettext_lazy("备注"), max_length=200, required=False)
    removed_numbers = forms.MultipleChoiceField(
        label=gettext_lazy("删除已登记的号码"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, villages: list[tuple[str, Choices]] = (), resident: Resident | None = None, **options: Any
    ):
        if resident is not None:
            options["initial"] = initial_of(resident)
        super().__init__(*args, **options)
        self.fields["region"].choices = [("", "—"), *villages]
        if resident is None:
            del self.fields["removed_numbers"]
        else:
            self._be_for(resident)

    def _be_for(self, resident: Resident) -> None:
        """A change: place, household and groups have pages of their own; kept numbers are shown masked."""
        for name in ("region", "household_number", "groups", "relation_to_head"):
            del self.fields[name]
        kept = {name: masked_number(resident, name) for name in NUMBERS}
        for name, number in kept.items():
            if number:
                self.fields[name].help_text = _("已登记 %(number)s，不改请留空。") % {"number": number}
        choices = [(name, self.fields[name].label) for name in NUMBERS[1:] if kept[name]]
        self.fields["removed_numbers"].choices = choices
        if not choices:
            del self.fields["removed_numbers"]

    def sections(self) -> list[dict[str, Any]]:
        """The fields that this form has, under their headings."""
        found = []
        for title, icon, names in SECTIONS:
            fields: list[BoundField] = [self[name] for name in names if name in self.fields]
            if fields:
                found.append({"title": title, "icon": icon, "fields": fields})
        return found

    def entered(self) -> dict[str, Any]:
        """What the services read: all fields of a new resident; in a change, numbers only where typed or removed."""
        answers = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        if "version" not in self.initial:
            return answers
        removed = self.cleaned_data.get("removed_numbers", [])
        for name in NUMBERS:
            if name in removed:
                answers[name] = ""
            elif not answers.get(name):
                answers.pop(name, None)
        return answers

    def refuse_fields(self, error: CodedError) -> None:
        """Put each fault of a service beside its field, and above the form what belongs to none."""
        for fault in error.breaches:
            field = {"region_code": "region"}.get(fault.get("field", ""), fault.get("field", ""))
            self.add_error(field if field in self.fields else None, text_of(fault))


def initial_of(resident: Resident) -> dict[str, Any]:
    """The form as the record stands, without personal numbers."""
    known = {name: getattr(resident, name) for name in FIELDS if name not in NUMBERS}
    return known | {"version": resident.version}


def changed_meanwhile(form: ResidentForm, resident: Resident) -> list[tuple[str, Any, Any]]:
    """Where what was typed differs from what stands now: (label, typed, standing)."""
    standing: Mapping[str, Any] = initial_of(resident)
    return [
        (form.fields[name].label, form.cleaned_data[name], standing[name])
        for name in standing
        if name in form.cleaned_data and name != "version" and (form.cleaned_data[name] or "") != (standing[name] or "")
    ]


class GuardianForm(Form):
    """Who answers for a minor or an incapable person."""

    guardian = forms.ChoiceField(label=gettext_lazy("监护人"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, candidates: Choices, **options: Any):
        super().__init__(*args, **options)
        self.fields["guardian"].choices = [*candidates, ("", _("没有监护人"))]


def latest_day(form: Form, name: str, day: date) -> None:
    """No day after this one can be chosen in the field."""
    form.fields[name].widget.attrs["max"] = day.isoformat()
