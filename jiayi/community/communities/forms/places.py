"""A community's particulars, its classes and members."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.communities.models import Community, CommunityClass
from jiayi.community.communities.terms import CommunityKind, CommunityPlan, Grade, MemberRole
from jiayi.foundation.base.models import new_id
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of


class CommunityForm(Form):
    """A community; `made` is the row it becomes, so that sending twice opens one."""

    made = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("名称"), max_length=80)
    team_id = forms.ChoiceField(label=_("服务团队"))
    region_code = forms.ChoiceField(label=_("所在村（社区）"))
    address = forms.CharField(label=_("地址"), required=False, max_length=120)
    contact_name = forms.CharField(label=_("单位联系人"), required=False, max_length=60)
    contact_phone = forms.CharField(label=_("单位电话"), required=False, max_length=30)
    service_point = forms.CharField(
        label=_("服务点和服务时间"), required=False, max_length=120, help_text=_("如“保健室，每周二下午”。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(
        self, teams: Sequence[tuple[UUID, str]], places: Sequence[tuple[str, str]], *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = options_of(CommunityKind)
        self.fields["team_id"].choices = [(str(key), name) for key, name in teams]
        self.fields["region_code"].choices = list(places)
        self.fields["made"].initial = new_id()

    def plan(self) -> CommunityPlan:
        """The community behind valid answers."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "made"}
        return CommunityPlan(**data | {"team_id": UUID(data["team_id"])})


def plan_values(community: Community) -> dict[str, Any]:
    """A community as the form's first values."""
    names = ("kind", "name", "team_id", "address", "contact_name", "contact_phone", "service_point", "note")
    return {name: getattr(community, name) for name in names} | {"region_code": community.region_id}


class ClassForm(Form):
    """A class."""

    name = forms.CharField(label=_("班级名称"), max_length=40)
    grade = forms.ChoiceField(label=_("年级"))
    teacher = forms.CharField(label=_("班主任"), required=False, max_length=60)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["grade"].choices = options_of(Grade)


class FindForm(Form):
    """Whom to look for: name, initials, number or phone."""

    text = forms.CharField(max_length=60)


class JoinForm(Form):
    """A resident who joins."""

    resident = forms.UUIDField()
    role = forms.ChoiceField(label=_("身份"))
    room = forms.ChoiceField(label=_("班级"), required=False)
    since = DateField(label=_("加入日期"))

    def __init__(self, rooms: Sequence[CommunityClass], today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["role"].choices = options_of(MemberRole)
        self.fields["room"].choices = room_choices(rooms)
        self.fields["since"].initial = today


class MemberForm(Form):
    """A member's class, and whether to look closely."""

    room = forms.ChoiceField(label=_("班级"), required=False)
    is_susceptible = forms.BooleanField(
        label=_("流行期重点查"), required=False, help_text=_("易感、近期患病或密切接触的儿童。")
    )

    def __init__(self, rooms: Sequence[CommunityClass], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["room"].choices = room_choices(rooms)


def room_choices(rooms: Sequence[CommunityClass]) -> list[tuple[str, Any]]:
    """Classes for a form, none first."""
    return [("", _("不分班")), *((str(room.id), room.name) for room in rooms)]
