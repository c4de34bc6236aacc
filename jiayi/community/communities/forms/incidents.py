"""What happened, and what was done about it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.communities.models import Incident, Member
from jiayi.community.communities.terms import IncidentKind
from jiayi.foundation.base.models import new_id
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of, word_of


def _words(label: Any, *, required: bool = True) -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    return forms.CharField(label=label, required=required, max_length=500, widget=rows)


class IncidentForm(Form):
    """An incident; `made` is the row it becomes."""

    made = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("类别"))
    disease = forms.ChoiceField(label=_("传染病"), required=False)
    member = forms.ChoiceField(label=_("儿童"), required=False)
    happened_on = DateField(label=_("日期"))
    what = _words(_("经过"))

    def __init__(
        self, children: Sequence[Member], diseases: Sequence[str], today: dt.date, *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = options_of(IncidentKind)
        self.fields["disease"].choices = [("", _("不是")), *((code, word_of(code)) for code in diseases)]
        self.fields["member"].choices = [
            ("", _("不止一人或无关儿童")),
            *((str(one.id), one.resident.name) for one in children),
        ]
        self.fields["happened_on"].initial = today
        self.fields["made"].initial = new_id()


class SettleForm(Form):
    """How it was handled; closed when everything is said."""

    handling = _words(_("处理经过"), required=False)
    hospital = forms.CharField(label=_("送诊医院"), required=False, max_length=80)
    head_told_on = DateField(label=_("报告园长日期"), required=False)
    cause = _words(_("原因分析和改进"), required=False)
    closes = forms.BooleanField(label=_("处理完毕，结案"), required=False)

    def __init__(self, incident: Incident, *arguments: Any, **options: Any) -> None:
        names = ("handling", "hospital", "head_told_on", "cause")
        initial = {name: getattr(incident, name) for name in names} | {"closes": incident.closed_on is not None}
        super().__init__(*arguments, initial=initial, **options)
