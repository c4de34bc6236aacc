"""The forms of services entered by hand, of what residents say of them, and of taking them back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.care.terms import Evidence, Mode
from jiayi.service.fulfilment.terms import Heard, Opinion


class ServiceForm(Form):
    """A service that has no form of its own."""

    item = forms.ChoiceField(label=_("服务项目"))
    done_on = DateField(label=_("服务日期"))
    mode = forms.ChoiceField(label=_("服务方式"))
    evidence = forms.ChoiceField(
        label=_("依据"), help_text=_("居民当场确认的选“双方确认”；只有本人登记的，事后可补记居民的确认。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, items: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["item"].choices = [("", _("请选择")), *items]
        self.fields["mode"].choices = options_of(Mode)
        self.fields["evidence"].choices = options_of((Evidence.C, Evidence.B))
        self.fields["done_on"].latest = self.fields["done_on"].initial = today


class TestimonyForm(Form):
    """What the resident said of a service, at a visit or by phone."""

    opinion = forms.ChoiceField(label=_("居民的说法"))
    heard = forms.ChoiceField(label=_("得知方式"))
    said_on = DateField(label=_("日期"))
    reason = forms.CharField(label=_("说明"), required=False, max_length=200, help_text=_("有异议的请写明居民的说法。"))

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["opinion"].choices = options_of(Opinion)
        self.fields["heard"].choices = options_of((Heard.VISIT, Heard.PHONE))
        self.fields["said_on"].latest = self.fields["said_on"].initial = today


class VoidServiceForm(Form):
    """Why a service that was entered by hand is taken back."""

    reason = forms.CharField(label=_("撤销原因"), max_length=200)
