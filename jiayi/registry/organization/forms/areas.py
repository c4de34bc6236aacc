"""Forms of areas, the grid, population and buildings."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.forms.fields import PersonField
from jiayi.registry.organization.models import Practitioner, Team
from jiayi.registry.organization.terms import ResponsibilityStep


class CheckedUnits(forms.MultipleChoiceField):
    """Units ticked in the table beside the form; which of them may be given the service decides."""

    def valid_value(self, value: str) -> bool:
        return value.replace("-", "").isdigit() and len(value) <= 32


class AssignForm(Form):
    """Give ticked villages or buildings to a team."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("团队"))
    responsible = PersonField(Practitioner.objects.none(), label=_("责任人"))
    starts_on = DateField(label=_("自何日起"))
    takes_over = forms.BooleanField(label=_("已有团队的也改划给该团队"), required=False)
    units = CheckedUnits(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, teams: Any, people: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.fields["responsible"].queryset = people
        self.fields["starts_on"].initial = today


class EndAreasForm(Form):
    """The last day of ticked areas."""

    ends_on = DateField(label=_("最后一日"))
    units = CheckedUnits(required=False, widget=forms.MultipleHiddenInput)


POINT = ("latitude", "longitude", "reach")


class PopulationForm(Form):
    """How many people live in a region."""

    population = forms.IntegerField(label=_("常住人口"), min_value=0, max_value=100_000_000, required=False)


class VillageForm(PopulationForm):
    """Of a village also where it lies, so that the positions of home visits can be held against its area."""

    latitude = forms.DecimalField(
        label=_("中心纬度"), min_value=-90, max_value=90, max_digits=9, decimal_places=6, required=False
    )
    longitude = forms.DecimalField(
        label=_("中心经度"), min_value=-180, max_value=180, max_digits=9, decimal_places=6, required=False
    )
    reach = forms.IntegerField(
        label=_("范围（米）"),
        min_value=1,
        max_value=50_000,
        required=False,
        help_text=_("从中心到最远住户的距离。三项都填，才用来核对上门服务的定位。"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len({data.get(name) is None for name in POINT}) > 1:
            raise forms.ValidationError(_("纬度、经度和范围要一起填写，或都不填。"))
        return data


class BuildingForm(Form):
    """A building by which a village is divided."""

    name = forms.CharField(max_length=60, label=_("楼栋或片"))
    population = forms.IntegerField(label=_("常住人口"), min_value=0, max_value=1_000_000, required=False)


class CoordinatorForm(Form):
    """Name a person for a seat of the region; the seat says which part it belongs to."""

    seat = forms.ChoiceField(label=_("职责"))
    name = forms.CharField(max_length=60, label=_("姓名"))
    position = forms.CharField(max_length=80, label=_("单位和职务"), required=False)
    phone = forms.CharField(max_length=20, label=_("联系电话"), required=False, help_text=_("办公电话。"))
    starts_on = DateField(label=_("自何日起"))

    def __init__(self, *args: Any, seats: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = seats
        self.fields["starts_on"].initial = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if seat := data.get("seat"):
            data["part"], data["seat"] = seat.split(":")
        return data


class GridForm(Form):
    """Name a person on a step of the grid."""

    step = forms.ChoiceField(label=_("责任层级"))
    practitioner = PersonField(Practitioner.objects.none(), label=_("责任人"))
    starts_on = DateField(label=_("自何日起"))
    units = CheckedUnits(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, people: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = options_of(ResponsibilityStep)
        self.fields["practitioner"].queryset = people
        self.fields["starts_on"].initial = today
