"""Phone and code."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.core.phones import mobile_number
from jiayi.foundation.ui.forms import Form


class PhoneForm(Form):
    """The registered phone."""

    phone = forms.CharField(
        label=_("登记的手机号"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "type": "tel"}),
        error_messages={"required": _("请填写手机号。")},
    )

    def clean_phone(self) -> str:
        number = mobile_number(self.cleaned_data["phone"])
        if number is None:
            raise ValidationError(_("请填写11位手机号。"))
        return number


class CodeForm(Form):
    """The six digits."""

    code = forms.CharField(
        label=_("短信里的6位验证码"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("请填写验证码。")},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
