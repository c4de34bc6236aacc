"""The form of a file of an activity or a meeting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.outreach.terms import FileKind
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of

LARGEST = 10 * 1024 * 1024  # bytes; read no further


class FileForm(Form):
    """A photo, sheet or material."""

    kind = forms.ChoiceField(label=_("是什么"))
    file = forms.FileField(
        label=_("文件"),
        help_text=_("PDF、PNG 或 JPEG，不超过 10 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(self, *arguments: Any, kinds: Sequence[FileKind] = tuple(FileKind), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = options_of(kinds)
