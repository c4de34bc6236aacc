"""Form fields in the house's manner: what was typed stays, errors say what to do."""

import base64
import binascii
import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.core.money import parse_yuan, yuan_text

_PNG = "data:image/png;base64,"


class DateField(forms.DateField):
    """A day, by the browser's own calendar or typed as 2026-11-22."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("请按 2026-11-22 的样子填写日期。"), "required": _("请填写日期。")}

    def __init__(self, *, latest: dt.date | None = None, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"], **options)
        self.latest = latest
        if latest:
            self.widget.attrs["max"] = latest.isoformat()

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and self.latest and value > self.latest:
            raise ValidationError(_("日期不能晚于 %(latest)s。"), params={"latest": self.latest.isoformat()})


class DrawnField(forms.CharField):
    """What was drawn on the screen, as the bytes of a PNG."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> bytes:
        text = super().to_python(value) or ""
        if not text.startswith(_PNG):
            raise ValidationError(_("请先签名。"))
        try:
            return base64.b64decode(text.removeprefix(_PNG), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError(_("签名没有传完整，请重签。")) from error


class YuanField(forms.CharField):
    """An amount typed in yuan, kept in fen."""

    def prepare_value(self, value: Any) -> Any:
        return yuan_text(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = super().to_python(value)
        if text == "":
            return None
        try:
            return parse_yuan(text)
        except ValueError as error:
            raise ValidationError(_("请填写金额，例如 120 或 120.50。")) from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "decimal"}


class Form(forms.Form):
    """A form of this house: fields marked required by us, not refused by the browser in its own words."""

    use_required_attribute = False

    def refuse(self, error: CodedError) -> None:
        """Show a service's refusal above the form, so that what was typed stays."""
        self.refusal = error
        self.add_error(None, error.message or error.code)
