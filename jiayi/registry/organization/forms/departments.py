"""The form of a department that stands by a team."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.forms import Form


class DepartmentForm(Form):
    """Which department, what it takes on, whom to call."""

    institution = forms.ChoiceField(label=_("医院"))
    name = forms.CharField(label=_("科室"), max_length=60)
    contact = forms.CharField(label=_("联系人"), max_length=60)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    tasks = forms.MultipleChoiceField(label=_("承担的任务"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, hospitals: Sequence[Any], tasks: Sequence[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["institution"].choices = [("", _("请选择")), *((str(one.id), one.name) for one in hospitals)]
        self.fields["tasks"].choices = [(code, task_label(code)) for code in tasks]

    def given(self) -> dict[str, Any]:
        """As the service takes it."""
        data = dict(self.cleaned_data)
        institution_id = UUID(data.pop("institution"))
        return data | {"institution_id": institution_id}


def task_label(code: str) -> str:
    """A task in the reader's language."""
    word = rulebook().labelled(code)
    if word is None:
        return code
    return word.en if (get_language() or "").startswith("en") else word.zh
