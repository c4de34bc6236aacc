"""Forms of households."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from jiayi.foundation.ui.forms import Form, YuanField
from jiayi.registry.people import terms
from jiayi.registry.people.choosing import Choices, codes
from jiayi.registry.people.models import Household, Resident

DWELLING_LABELS = {
    "kitchen_ventilation": gettext_lazy("厨房排风"),
    "fuel": gettext_lazy("燃料类型"),
    "drinking_water": gettext_lazy("饮水"),
    "toilet": gettext_lazy("厕所"),
    "livestock_pen": gettext_lazy("禽畜栏"),
    "housing_type": gettext_lazy("住房类型"),
    "area": gettext_lazy("住房面积（平方米）"),
}


class HouseholdForm(Form):
    """A household with its dwelling and problems; village and number are given once, when it is made."""

    region = forms.ChoiceField(label=gettext_lazy("村（社区）"))
    number = forms.CharField(
        label=gettext_lazy("户编号"), max_length=30, required=False, help_text=gettext_lazy("不填则自动编号。")
    )
    address = forms.CharField(label=gettext_lazy("家庭地址"), max_length=200, required=False)
    grid_address = forms.CharField(label=gettext_lazy("网格地址"), max_length=100, required=False)
    building = forms.CharField(label=gettext_lazy("楼栋"), max_length=60, required=False)
    registered_count = forms.IntegerField(label=gettext_lazy("户籍人口"), min_value=0, max_value=99, required=False)
    income_per_person_fen = YuanField(label=gettext_lazy("年人均收入（元）"), required=False)
    problems = forms.CharField(
        label=gettext_lazy("家庭主要问题"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, villages: list[tuple[str, Choices]] = (), household: Household | None = None, **options: Any
    ):
        if household is not None:
            options["initial"] = _initial_of(household)
        super().__init__(*args, **options)
        self.fields["region"].choices = [("", "—"), *villages]
        if household is not None:
            del self.fields["region"], self.fields["number"]
        for name, kinds in terms.DWELLING.items():
            self.fields[name] = forms.ChoiceField(
                label=DWELLING_LABELS[name], required=False, choices=lambda kinds=kinds: codes(kinds)
            )
        self.fields["area"] = forms.IntegerField(
            label=DWELLING_LABELS["area"], required=False, min_value=1, max_value=9999
        )

    def own_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in (*DWELLING_LABELS, "problems")]

    def dwelling_fields(self) -> list[Any]:
        return [self[name] for name in DWELLING_LABELS]

    def entered(self) -> dict[str, Any]:
        """What the services read."""
        names = ("address", "grid_address", "building", "registered_count", "income_per_person_fen", "problems")
        answers = {name: self.cleaned_data[name] for name in names}
        return answers | {"dwelling": {name: self.cleaned_data[name] for name in DWELLING_LABELS}}


def _initial_of(household: Household) -> dict[str, Any]:
    names = (
        "address",
        "grid_address",
        "building",
        "registered_count",
        "income_per_person_fen",
        "problems",
        "version",
    )
    return {name: getattr(household, name) for name in names} | household.dwelling


class MemberForm(Form):
    """Into which household a resident goes, and who they are to the head."""

    household_number = forms.CharField(
        label=gettext_lazy("户编号"), max_length=30, help_text=gettext_lazy("本村已有的户的编号。")
    )
    relation = forms.ChoiceField(label=gettext_lazy("与户主关系"), choices=lambda: codes(terms.RelationToHead))


class SplitForm(Form):
    """Who leaves into a new household, under which head."""

    members = forms.MultipleChoiceField(label=gettext_lazy("分出的成员"), widget=forms.CheckboxSelectMultiple)
    head = forms.ChoiceField(label=gettext_lazy("新户户主"))
    number = forms.CharField(
        label=gettext_lazy("新户编号"), max_length=30, required=False, help_text=gettext_lazy("不填则自动编号。")
    )
    address = forms.CharField(label=gettext_lazy("新户地址"), max_length=200, required=False)

    def __init__(self, *args: Any, members: Iterable[Resident], **options: Any):
        super().__init__(*args, **options)
        people = [(str(person.id), person.name) for person in members]
        self.fields["members"].choices = people
        self.fields["head"].choices = [("", "—"), *people]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("head") and answers["head"] not in answers.get("members", []):
            self.add_error("head", ValidationError(gettext_lazy("新户户主须是分出的成员之一。")))
        return answers
