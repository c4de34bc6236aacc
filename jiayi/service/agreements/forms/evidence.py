"""The forms that take the evidence of a signature, and those of a signing session."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, DrawnField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.agreements.terms import DocumentShown, Guardian, RefusalReason

GUARDIAN = ("guardian_id", "guardian_name", "guardian_relation")


class ScanForm(Form):
    """A scan or photo of the signed paper."""

    file = forms.FileField(label=_("扫描件或照片"), help_text=_("PDF、PNG 或 JPEG，不超过 10 MB。"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)


class DrawnForm(Form):
    """A drawn signature under a waiting paper."""

    signature = DrawnField()


class CodeForm(Form):
    """The one-time code that the signer reads out."""

    code = forms.RegexField(r"^\d{6}$", label=_("验证码"), error_messages={"invalid": _("验证码是6位数字。")})


class WithdrawForm(Form):
    """Why a waiting paper is taken back."""

    note = forms.CharField(label=_("撤回原因"), max_length=200)


class SessionForm(Form):
    """A signing session to open."""

    region = forms.ChoiceField(label=_("村（社区）"))
    held_on = DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), required=False, max_length=120)

    def __init__(self, today: dt.date, *arguments: Any, regions: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["region"].choices = [("", _("请选择")), *regions]
        self.fields["held_on"].latest = self.fields["held_on"].initial = today


class EntryForm(Form):
    """Who of a household signs which packages now."""

    residents = forms.MultipleChoiceField(label=_("到场签约的成员"), widget=forms.CheckboxSelectMultiple)
    packages = forms.MultipleChoiceField(label=_("服务包"), widget=forms.CheckboxSelectMultiple)
    document_shown = forms.ChoiceField(label=_("出示的证件"))
    told_list = forms.BooleanField(label=_("已告知服务清单"), required=False)
    guardian_id = forms.ChoiceField(label=_("监护人（本户成员）"), required=False)
    guardian_name = forms.CharField(label=_("监护人姓名（非本户）"), required=False, max_length=60)
    guardian_relation = forms.CharField(label=_("与被监护人关系"), required=False, max_length=20)
    signature = DrawnField()

    def __init__(
        self,
        *arguments: Any,
        residents: Sequence[tuple[str, str]],
        packages: Sequence[tuple[str, str]],
        chosen: Sequence[str],
        minors: Collection[str] = (),
        guardians: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["residents"].choices = list(residents)
        self.fields["residents"].initial = [code for code, _label in residents]
        self.fields["packages"].choices = list(packages)
        self.fields["packages"].initial = list(chosen)
        self.fields["document_shown"].choices = options_of(DocumentShown)
        self.minors = set(minors)
        self.fields["guardian_id"].choices = [*guardians, ("", _("不是本户成员"))]
        self.fields["guardian_id"].initial = guardians[0][0] if guardians else ""

    def clean(self) -> dict[str, Any]:
        """A guardian is named for minors alone."""
        data = super().clean()
        if not self.minors & set(data.get("residents") or ()):
            data |= dict.fromkeys(GUARDIAN, "")
        return data

    def guardian(self) -> Guardian:
        """Who signs for the minors among those who came."""
        named = [self.cleaned_data[name] for name in GUARDIAN]
        return Guardian(UUID(named[0]) if named[0] else None, *named[1:])


class EntryRefusalForm(Form):
    """Why a household does not sign."""

    reason = forms.ChoiceField(label=_("拒签原因"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = options_of(RefusalReason)
