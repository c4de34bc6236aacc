"""Forms of times in which a resident lives elsewhere."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.registry.people.choosing import codes
from jiayi.registry.people.terms import StayReason


class StayForm(Form):
    """From when, why and where to."""

    since = DateField(label=gettext_lazy("离家日期"))
    reason = forms.ChoiceField(label=gettext_lazy("原因"), choices=lambda: codes(StayReason))
    place = forms.CharField(
        label=gettext_lazy("去向"), max_length=100, required=False, help_text=gettext_lazy("到县（市、区）即可。")
    )

    def __init__(self, *args: Any, today: date, **options: Any):
        super().__init__(*args, **options)
        self.fields["since"].widget.attrs["max"] = today.isoformat()


class EndStayForm(Form):
    """The last day elsewhere."""

    until = DateField(label=gettext_lazy("在外的最后一天"))

    def __init__(self, *args: Any, today: date, **options: Any):
        super().__init__(*args, **options)
        self.fields["until"].initial = today
        self.fields["until"].widget.attrs["max"] = today.isoformat()
