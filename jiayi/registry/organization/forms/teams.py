"""Forms of teams."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.models import Practitioner
from jiayi.registry.organization.terms import MOST_WEEKLY_HOURS, TeamTier

ROLE_PREFIX = "role-"
HOURS_PREFIX = "hours-"


class TeamForm(Form):
    """A team's name, tier and phone; `founded_on` where it is new, combined contracts where a scheme knows them."""

    name = forms.CharField(max_length=80, label=_("团队名称"))
    tier = forms.TypedChoiceField(label=_("团队级别"), coerce=int)
    is_combined = forms.BooleanField(
        label=_("组合式签约团队（1+3+N）"),
        required=False,
        help_text=_("由本机构、村级和医共体二级以上医院的人员共同组成，其他人员按需加入。"),
    )
    phone = forms.CharField(max_length=30, label=_("电话"), required=False, help_text=_("居民联系团队用，对外公布。"))
    founded_on = DateField(label=_("成立日期"))

    def __init__(self, *args: Any, combined: bool, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = options_of(TeamTier)
        if not combined:
            del self.fields["is_combined"]
        if today is None:
            del self.fields["founded_on"]
        else:
            self.fields["founded_on"].initial = today


class MembersForm(Form):
    """The day from which a team consists of other members."""

    on = DateField(label=_("自何日起"))


class DissolveForm(Form):
    """The last day of a team."""

    on = DateField(label=_("最后服务日"))


def read_members(data: Mapping[str, str], people: Iterable[Practitioner]) -> tuple[list[tuple[UUID, str]], UUID | None]:
    """The chosen members as (practitioner, role), and the leader, from `role-<id>` and `leader`."""
    members = [(person.id, role) for person in people if (role := data.get(f"{ROLE_PREFIX}{person.id}", ""))]
    leader = next((person for person, _role in members if str(person) == data.get("leader", "")), None)
    return members, leader


def typed_hours(data: Mapping[str, str], people: Iterable[Practitioner]) -> dict[UUID, str]:
    """What was typed as members' hours a week, from `hours-<id>`."""
    return {person.id: text for person in people if (text := data.get(f"{HOURS_PREFIX}{person.id}", "").strip())}


def read_hours(typed: Mapping[UUID, str]) -> tuple[dict[UUID, Decimal], set[UUID]]:
    """The hours by practitioner, to a tenth of an hour, and those whose hours are none."""
    hours = {person: _hours(text) for person, text in typed.items()}
    faulty = {person for person, known in hours.items() if known is None}
    return {person: known for person, known in hours.items() if known is not None}, faulty


def _hours(text: str) -> Decimal | None:
    try:
        hours = Decimal(text)
    except InvalidOperation:
        return None
    in_range = hours.is_finite() and 0 <= hours <= MOST_WEEKLY_HOURS
    return hours.quantize(Decimal("0.1")) if in_range else None
