"""The signing form: what is asked of whoever signs residents, with choices from their household and team."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.core.choices import Choice
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.agreements.selectors.packages import PackageOffer
from jiayi.service.agreements.selectors.situation import Situation
from jiayi.service.agreements.terms import Channel, DocumentShown, Kind, Party, SigningRequest, SignWay, Unit

_NONE = [("", _("（按默认）"))]
_CHANNELS = {SignWay.DOOR_TO_DOOR.value: Channel.HOME_VISIT, SignWay.GROUP.value: Channel.GROUP_EVENT}
TYPED = ("late_reason", "years", "course_days", "guardian_name", "guardian_relation")


class SignForm(Form):
    """One paper; every choice that is left as it is has the usual value."""

    unit = forms.ChoiceField(label=_("签约单位"), widget=forms.RadioSelect)
    resident_ids = forms.MultipleChoiceField(label=_("签约成员"), required=False, widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label=_("签约类型"))
    is_replacement = forms.BooleanField(
        label=_("更正或变更：替换现有协议"), required=False, help_text=_("原协议在同一笔操作中结束，不重复占用名额。")
    )
    document_shown = forms.ChoiceField(label=_("出示的证件"))
    signed_on = DateField(label=_("签约日期"))
    late_reason = forms.CharField(label=_("补录原因"), required=False, max_length=200)
    sign_way = forms.ChoiceField(label=_("签约方式"), required=False)
    team_id = forms.ChoiceField(label=pgettext_lazy("one", "签约团队"))
    party = forms.ChoiceField(label=_("签约对象"), widget=forms.RadioSelect)
    responsible_person_id = forms.ChoiceField(label=_("责任人"), required=False)
    contact_person_id = forms.ChoiceField(label=_("联系人"), required=False)
    packages = forms.MultipleChoiceField(label=_("服务包"), widget=forms.CheckboxSelectMultiple)
    years = forms.IntegerField(
        label=_("协议年数"), required=False, min_value=1, help_text=_("不填时按当地方案的期限。")
    )
    course_days = forms.IntegerField(label=_("疗程天数"), required=False, min_value=1)
    guardian_id = forms.ChoiceField(label=_("监护人（本户成员）"), required=False)
    guardian_name = forms.CharField(label=_("监护人姓名（非本户）"), required=False, max_length=60)
    guardian_relation = forms.CharField(label=_("与被监护人关系"), required=False, max_length=20)
    told_list = forms.BooleanField(label=_("已告知服务清单"), required=False)

    def __init__(self, situation: Situation, today: dt.date, *arguments: Any, **options: Any) -> None:
        options.setdefault("initial", situation.usual(today))
        super().__init__(*arguments, **options)
        self.situation = situation
        self.today = today
        self.fields["signed_on"].latest = today
        for name, choices in _choices(situation, today).items():
            self.fields[name].choices = choices
        for offer in holder_offers(situation):
            # Whose it is: left out where nobody was asked yet; the page asks for packages that are not everybody's.
            self.fields[f"holders-{offer.code}"] = forms.MultipleChoiceField(
                label=offer.label_zh, required=False, choices=self.fields["resident_ids"].choices
            )
        self.fields["holders_asked"] = forms.MultipleChoiceField(
            required=False, choices=[(offer.code, offer.code) for offer in holder_offers(situation)]
        )
        for name in TYPED:
            # What is being typed while the judgement of an earlier change arrives is not overwritten by it.
            self.fields[name].widget.attrs["hx-preserve"] = "true"

    def clean(self) -> dict[str, Any]:
        """A household signs by members who are named; what was filled in for another kind of paper is not kept."""
        data = super().clean()
        if data.get("unit") == Unit.HOUSEHOLD and not data.get("resident_ids"):
            self.add_error("resident_ids", _("请勾选签约的成员。"))
        if data.get("kind") == Kind.SUPPLEMENTARY:
            data |= {"years": None, "is_replacement": False}
        else:
            data["course_days"] = None
        if not self._has_minors(data):
            data |= {"guardian_id": "", "guardian_name": "", "guardian_relation": ""}
        return data

    def holders(self, code: str, chosen: Collection[str]) -> tuple[str, ...]:
        """Who of the chosen members gets a package: as ticked, else those it is meant for, else everyone."""
        if code in (self["holders_asked"].value() or ()):
            return tuple(one for one in self[f"holders-{code}"].value() or () if one in chosen)
        offer = next(one for one in self.situation.offers if one.code == code)
        meant = [str(one.id) for one in self.situation.members if set(one.groups) & set(offer.groups)]
        return tuple(one for one in meant if one in chosen) or tuple(chosen)

    def _package_holders(self, packages: Collection[str], chosen: Sequence[str]) -> dict[str, tuple[UUID, ...]]:
        asked = [offer.code for offer in holder_offers(self.situation) if offer.code in packages]
        found = {code: self.holders(code, chosen) for code in asked}
        return {code: tuple(map(UUID, ids)) for code, ids in found.items() if set(ids) != set(chosen)}

    def _has_minors(self, data: dict[str, Any]) -> bool:
        return self.situation.has_minors(data.get("unit", ""), data.get("resident_ids") or ())

    def request(self) -> SigningRequest:
        """The request behind valid answers."""
        data = self.cleaned_data
        is_household = data["unit"] == Unit.HOUSEHOLD
        return SigningRequest(
            team_id=UUID(data["team_id"]),
            packages=tuple(data["packages"]),
            package_holders=self._package_holders(data["packages"], data["resident_ids"]) if is_household else {},
            signed_on=data["signed_on"],
            resident_ids=tuple(UUID(one) for one in data["resident_ids"]) if is_household else (self.situation.id,),
            household_id=self.situation.household_id if is_household else None,
            kind=data["kind"],
            unit=data["unit"],
            party=data["party"],
            responsible_person_id=_uuid(data["responsible_person_id"]),
            contact_person_id=_uuid(data["contact_person_id"]),
            document_shown=data["document_shown"],
            guardian_id=_uuid(data["guardian_id"]),
            guardian_name=data["guardian_name"],
            guardian_relation=data["guardian_relation"],
            years=data["years"],
            course_days=data["course_days"],
            is_replacement=data["is_replacement"],
            told_list=data["told_list"],
            late_reason=data["late_reason"],
            sign_way=data["sign_way"],
            channel=_CHANNELS.get(data["sign_way"], Channel.WORKSTATION),
        )


def holder_offers(situation: Situation) -> list[PackageOffer]:
    """The packages that not every member need get: those meant for groups, and those limited by household."""
    return [offer for offer in situation.offers if offer.groups or offer.household_limits]


def _choices(situation: Situation, today: dt.date) -> dict[str, list[tuple[str, Any]]]:
    listed = situation.listed(today)
    members = [(str(one.practitioner_id), one.name) for one in situation.team_members()]
    adults = [(str(one.id), one.name) for one in situation.adults()]
    return {
        "unit": options_of(Unit) if situation.household_id else options_of(Unit)[:1],
        "resident_ids": [(str(one.id), one.name) for one in situation.members],
        "kind": options_of(Kind),
        "document_shown": _as_listed(DocumentShown, listed.get("document_shown")),
        "sign_way": _as_listed(SignWay, listed.get("sign_way")),
        "team_id": [(str(team.id), bracketed(team.name, team.institution.name)) for team in situation.teams],
        "party": options_of(Party),
        "responsible_person_id": [*_NONE, *members],
        "contact_person_id": [*_NONE, *members],
        "packages": [(offer.code, offer.label_zh) for offer in situation.offers],
        "guardian_id": [*_NONE, *adults],
    }


def _as_listed(choice: type[Choice], codes: list[str] | None) -> list[tuple[str, str]]:
    """The options of a choice; where a scheme lists some of them, those alone."""
    return [one for one in options_of(choice) if codes is None or one[0] in codes]


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
