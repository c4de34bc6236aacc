"""Shapes of what people type into the pages of this room."""

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.registry.organization import selectors as organization

from . import posts


class SignInForm(Form):
    username = forms.CharField(
        label=_("用户名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(Form):
    code = forms.CharField(
        label=_("验证码"),
        max_length=10,
        help_text=_("打开手机上的验证器，输入 6 位数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "")


class PasswordForm(Form):
    """The owner's password once more, before something that weakens the account."""

    password = forms.CharField(
        label=_("当前密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ChangePasswordForm(Form):
    old = forms.CharField(
        label=_("当前密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        max_length=128,
        strip=False,
        help_text=_("至少 10 个字符；不要用常见密码，也不要用姓名或用户名。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输入一次新密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一样。"))
        return cleaned


class LanguageForm(Form):
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)


class TokenForm(Form):
    label = forms.CharField(label=_("用途"), max_length=60, help_text=_("例如：与医院信息系统对接。"))


class UserForm(Form):
    """A new account."""

    username = forms.CharField(
        label=_("用户名"), max_length=60, help_text=_("字母、数字或 _ . @ -，不要用证件号或电话号码。")
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    region = forms.ChoiceField(label=_("账号所属地区"))
    practitioner = forms.UUIDField(label=_("人员编号"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, regions: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions


class PostForm(Form):
    """A post for a user: which, where, from when to when."""

    code = forms.ChoiceField(label=_("岗位"))
    region = forms.CharField(
        label=_("地区代码"), max_length=12, required=False, help_text=_("县 6 位、乡镇 9 位、村 12 位。")
    )
    institution = forms.ModelChoiceField(label=_("机构"), queryset=None, required=False, empty_label="—")
    starts_on = DateField(label=_("开始日期"))
    ends_on = DateField(label=_("终止日期"), required=False)

    def __init__(self, *args, viewer, permission: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        language = translation.get_language()
        self.fields["code"].choices = [(code, posts.label_of(code, language)) for code in posts.codes()]
        self.fields["institution"].queryset = organization.managed_institutions(viewer, permission)
        self.fields["institution"].label_from_instance = lambda institution: institution.name

    def clean(self) -> dict:
        cleaned = super().clean()
        if bool(cleaned.get("region")) == bool(cleaned.get("institution")):
            self.add_error("region", _("请填一个地区代码，或选一个机构（只能二选一）。"))
        return cleaned
