"""The form of a file of a referral."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.referral.terms import FileKind


class FileForm(Form):
    """A report, an image, a piece of evidence."""

    kind = forms.ChoiceField(label=_("是什么"))
    file = forms.FileField(
        label=_("文件"),
        help_text=_("PDF、PNG 或 JPEG，不超过 10 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = options_of(FileKind)
