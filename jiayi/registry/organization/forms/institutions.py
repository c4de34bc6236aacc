"""Forms of institutions and devices."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.forms.fields import PersonField
from jiayi.registry.organization.models import Device, Institution, Practitioner, Region
from jiayi.registry.organization.selectors import consortia_of, institutions, regions
from jiayi.registry.organization.terms import DeviceKind, InstitutionGrade, InstitutionKind, InstitutionLevel


class InstitutionForm(Form):
    """An institution; the region is asked for where it is new."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("所在地区"))
    code = forms.RegexField(r"^[A-Za-z0-9_-]{1,22}$", label=_("机构代码"), help_text=_("字母和数字，最多 22 位。"))
    name = forms.CharField(max_length=120, label=_("机构名称"))
    kind = forms.ChoiceField(label=_("类别"))
    level = forms.ChoiceField(label=_("级别"))
    grade = forms.ChoiceField(label=_("评审等级"), required=False, help_text=_("部分等级可执行县级价格。"))
    parent = forms.ModelChoiceField(Institution.objects.none(), label=_("上级机构"), required=False)
    consortium = forms.ModelChoiceField(None, label=_("医共体"), required=False)
    address = forms.CharField(max_length=200, label=_("地址"), required=False)
    phone = forms.CharField(max_length=30, label=_("电话"), required=False)
    hotline = forms.CharField(max_length=30, label=_("服务热线"), required=False)
    hours = forms.CharField(max_length=120, label=_("服务时间"), required=False)
    online = forms.CharField(
        max_length=200,
        label=_("线上服务入口"),
        required=False,
        help_text=_("互联网医院、互联网护理等在哪里用，如网址或公众号名称；印在公示栏上。"),
    )
    service_regions = forms.ModelMultipleChoiceField(
        Region.objects.none(),
        label=_("服务地区"),
        required=False,
        help_text=_("责任区域必须覆盖的乡镇或村；不选即为所在地区。按住 Ctrl 可多选。"),
    )

    def __init__(self, *args: Any, viewer: Viewer, within: Iterable[str], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = options_of(InstitutionKind)
        self.fields["level"].choices = options_of(InstitutionLevel)
        self.fields["grade"].choices = [("", _("无")), *options_of(InstitutionGrade)]
        self.fields["parent"].queryset = institutions(viewer, is_open=True)
        self.fields["consortium"].queryset = consortia_of(viewer)
        reachable = regions(viewer).filter(code__regex=rf"^({'|'.join(within)})" if within else "^$")
        self.fields["service_regions"].queryset = reachable.filter(level__in=["township", "village"])
        self.fields["service_regions"].widget.attrs["size"] = 8
        if is_new:
            self.fields["region"].queryset = reachable
        else:
            del self.fields["region"]

    def service_fields(self) -> dict[str, Any]:
        """The fields as the service takes them."""
        data = dict(self.cleaned_data)
        data.pop("region", None)
        data.pop("service_regions")
        parent, consortium = data.pop("parent"), data.pop("consortium")
        return data | {
            "parent_id": parent.id if parent else None,
            "consortium_id": consortium.id if consortium else None,
        }

    def service_codes(self) -> list[str]:
        return [region.code for region in self.cleaned_data["service_regions"]]


def institution_initial(institution: Institution) -> dict[str, Any]:
    told = ("address", "phone", "hotline", "hours", "online")
    names = ("code", "name", "kind", "level", "grade", "parent", "consortium", *told)
    return {name: getattr(institution, name) for name in names} | {
        "service_regions": list(institution.service_regions.all())
    }


class DeviceForm(Form):
    """A device or kit; the institution is asked for where it is new."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("机构"))
    kind = forms.ChoiceField(label=_("种类"))
    name = forms.CharField(max_length=120, label=_("名称"))
    model = forms.CharField(max_length=80, label=_("型号"), required=False)
    serial_number = forms.CharField(max_length=80, label=_("编号"), required=False)
    acquired_on = DateField(label=_("购置日期"), required=False)
    checked_on = DateField(label=_("检定日期"), required=False)

    def __init__(self, *args: Any, places: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = options_of(DeviceKind)
        if places is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places
            if len(places) == 1:
                self.fields["institution"].initial = places[0]

    def service_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "institution"}


def device_initial(device: Device) -> dict[str, Any]:
    names = ("kind", "name", "model", "serial_number", "acquired_on", "checked_on")
    return {name: getattr(device, name) for name in names}


class CheckOutForm(Form):
    """Who takes a device."""

    holder = PersonField(Practitioner.objects.none(), label=_("领用人"))

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = staff
