"""Forms of population groups."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.registry.people.choosing import groups


class GroupForm(Form):
    """A group that a resident belongs to from a day on, with its evidence."""

    group = forms.ChoiceField(label=gettext_lazy("人群"), choices=lambda: groups(recorded_only=True))
    since = DateField(label=gettext_lazy("开始日期"))
    delivered_on = DateField(
        label=gettext_lazy("分娩日期"), required=False, help_text=gettext_lazy("孕产妇已分娩时填写。")
    )
    evidence = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如诊断机构和日期、证件名称、名单文号。"),
    )

    def __init__(self, *args: Any, today: date, restricted: bool = False, **options: Any):
        super().__init__(*args, **options)
        self.fields["group"].choices = groups(recorded_only=True, restricted=restricted)
        self.fields["since"].initial = today
        self.fields["since"].widget.attrs["max"] = today.isoformat()


class CloseGroupForm(Form):
    """The last day of a membership."""

    until = DateField(label=gettext_lazy("结束日期"), help_text=gettext_lazy("属于该人群的最后一天。"))
    delivered_on = DateField(label=gettext_lazy("分娩日期"), required=False)

    def __init__(self, *args: Any, group: str, today: date, **options: Any):
        super().__init__(*args, **options)
        self.fields["until"].initial = today
        if group != "maternal":
            del self.fields["delivered_on"]
