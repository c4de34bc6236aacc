"""Fields that several forms of this room have."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TimeField(forms.TimeField):
    """A time of day, by the browser's own control or typed as 08:30."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": _("请按 08:30 的样子填写时间。"), "required": _("请填写时间。")}


def words(label: str, *, most: int, required: bool = False, help_text: str = "") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": most}),
    )


def count(label: str, *, required: bool = True, help_text: str = "") -> forms.IntegerField:
    """A number of people or pieces."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=100_000, required=required, initial=0, help_text=help_text
    )
