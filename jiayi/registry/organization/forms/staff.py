"""Forms of practitioners and of the hand-over."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.names import name_fault
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.forms.fields import PersonField
from jiayi.registry.organization.models import Institution, Practitioner
from jiayi.registry.organization.services.staff import FIELDS
from jiayi.registry.organization.terms import EmploymentKind, PublicField, Qualification, Title
from jiayi.registry.organization.words import role_choices


class PublicationForm(Form):
    """What public boards show of a person beside the name and the office: only what the person agreed to."""

    introduction = forms.CharField(
        label=_("个人简介"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    public_fields = forms.MultipleChoiceField(
        label=_("本人同意公开的内容"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("姓名、角色、职称和所在机构随团队名单公示；其余内容只有勾选的才会出现在公示栏、网页和海报上。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public_fields"].choices = options_of(PublicField)


class PractitionerForm(PublicationForm):
    """A practitioner; the institution is asked for where it is new."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("机构"))
    name = forms.CharField(max_length=60, label=_("姓名"))
    sex = forms.ChoiceField(label=_("性别"), required=False)
    roles = forms.MultipleChoiceField(label=_("角色"), widget=forms.CheckboxSelectMultiple)
    title = forms.ChoiceField(label=_("职称"), required=False)
    qualifications = forms.MultipleChoiceField(
        label=_("资格"), widget=forms.CheckboxSelectMultiple, required=False, help_text=_("组队时按角色核对执业资格。")
    )
    licence_number = forms.CharField(max_length=40, label=_("执业证号"), required=False)
    employment_kind = forms.ChoiceField(label=_("用工形式"), required=False)
    phone = forms.CharField(max_length=30, label=_("工作电话"), required=False, help_text=_("本人同意后才会公布。"))
    speciality = forms.CharField(max_length=200, label=_("专长"), required=False)
    education = forms.CharField(max_length=120, label=_("学历"), required=False)
    training = forms.CharField(
        label=_("培训进修经历"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    services = forms.CharField(
        label=_("服务内容"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    joined_on = DateField(label=_("到岗日期"), required=False)
    public_agreed_on = DateField(label=_("本人同意日期"), required=False)
    field_order = (
        "institution", "name", "sex", "roles", "title", "qualifications", "licence_number", "employment_kind", "phone",
        "speciality", "education", "training", "services", "joined_on", "introduction", "public_fields",
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", "—")]
        self.fields["sex"].choices = blank + options_of([Sex.MALE, Sex.FEMALE])
        self.fields["roles"].choices = role_choices()
        self.fields["title"].choices = blank + options_of(Title)
        self.fields["qualifications"].choices = options_of(Qualification)
        self.fields["employment_kind"].choices = blank + options_of(EmploymentKind)
        if places is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = places
            if len(places) == 1:
                self.fields["institution"].initial = places[0]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if name_fault(name):
            raise forms.ValidationError(_("请填写姓名，不能以 = + - @ 开头，也不能含 < >。"))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("public_fields") and not data.get("public_agreed_on"):
            self.add_error("public_agreed_on", _("勾选了公开内容，请填写本人同意的日期。"))
        return data

    def service_fields(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "institution"}


def practitioner_initial(person: Practitioner) -> dict[str, Any]:
    return {name: getattr(person, name) for name in FIELDS}


class HandOverForm(Form):
    """The last day and who takes over what is not given to anyone in particular."""

    last_day = DateField(label=_("最后在岗日"))
    successor = PersonField(
        Practitioner.objects.none(), label=_("接替人"), required=False, help_text=_("可在下一步逐项另行指定。")
    )

    def __init__(self, *args: Any, people: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people
        self.fields["last_day"].initial = today
