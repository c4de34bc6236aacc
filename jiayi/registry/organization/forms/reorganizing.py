"""The forms of acts over many: each knows its choices and the service call behind valid answers."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.forms import Form
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import Area, Institution
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel, ReorganizationKind
from jiayi.registry.organization.words import role_label

Act = Callable[[], Any]


class ReorganizationForm(Form):
    """A reason is asked of every act."""

    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("如文件名称和文号、会议决定。"))
    field_order: list[str] = []

    def __init__(self, viewer: Viewer, township: str, on: date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.viewer, self.township, self.on = viewer, township, on
        self.offer()
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def offer(self) -> None:
        """Fill the choices."""

    def act(self) -> Act:
        """The service call behind valid answers."""
        raise AssertionError(type(self).__name__)

    def _call(self, service: Callable[..., Any], **arguments: Any) -> Act:
        reason = self.cleaned_data["reason"]
        return partial(service, by=self.viewer, reason=reason, on=self.on, **arguments)


class MergeTeamsForm(ReorganizationForm):
    """Teams that pass into another."""

    into = forms.ChoiceField(label=_("保留的团队"))
    teams = forms.MultipleChoiceField(label=_("并入的团队"), widget=forms.CheckboxSelectMultiple)

    def offer(self) -> None:
        rows = selectors.teams_to_reorganize(self.viewer, self.township, self.on)
        choices = [(str(team.id), f"{team.name} · {team.institution.name}") for team in rows]
        self.fields["into"].choices = [("", _("请选择")), *choices]
        self.fields["teams"].choices = choices

    def act(self) -> Act:
        data = self.cleaned_data
        return self._call(
            services.merge_teams, team_ids=[UUID(one) for one in data["teams"]], into_id=UUID(data["into"])
        )


class _Several(forms.MultipleChoiceField):
    """Some of a team's parts; which are listed once the team is chosen."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class SplitTeamForm(ReorganizationForm):
    """Members and areas that leave a team for a new one."""

    team = forms.ChoiceField(label=_("要拆分的团队"))
    name = forms.CharField(label=_("新团队名称"), max_length=80, required=False)
    members = _Several(label=_("调到新团队的成员"))
    staying = _Several(label=_("同时留在原团队的成员"))
    leader = forms.ChoiceField(label=_("新团队队长"), required=False)
    areas = _Several(label=_("划给新团队的责任区域"))

    def offer(self) -> None:
        rows = selectors.teams_to_reorganize(self.viewer, self.township, self.on)
        teams = {str(team.id): f"{team.name} · {team.institution.name}" for team in rows}
        self.fields["team"].choices = [("", _("请选择")), *teams.items()]
        chosen = self.data.get("team", "") if self.is_bound else ""
        members, areas = selectors.parts_of_team(UUID(chosen), self.on) if chosen in teams else ([], [])
        named = [
            (f"{row.practitioner_id}:{row.role}", bracketed(row.practitioner.name, role_label(row.role)))
            for row in members
        ]
        people = list({str(row.practitioner_id): row.practitioner.name for row in members}.items())
        self.fields["members"].choices, self.fields["staying"].choices = named, people
        self.fields["leader"].choices = [("", _("请选择")), *people]
        self.fields["areas"].choices = [(str(area.id), _area_words(area)) for area in areas]
        self.knows_parts = bool(members)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("name", "members", "leader", "areas"):
            if self.knows_parts and not data.get(name) and name not in self.errors:
                self.add_error(name, _("请填写或选择。"))
        return data

    def act(self) -> Act:
        data = self.cleaned_data
        pairs = [one.split(":", 1) for one in data["members"]]
        return self._call(
            services.split_team,
            team_id=UUID(data["team"]),
            name=data["name"],
            members=[(UUID(person), role) for person, role in pairs],
            staying_too=[UUID(one) for one in data["staying"]],
            leader_id=UUID(data["leader"]),
            area_ids=[UUID(one) for one in data["areas"]],
        )


def _area_words(area: Area) -> str:
    place = area.region.name + (area.building.name if area.building else "")
    return bracketed(place, area.responsible_person.name)


class MergeInstitutionsForm(ReorganizationForm):
    """An institution that passes into another; it may stand in another township, where townships merge."""

    into = forms.ChoiceField(label=_("保留的机构"))
    institution = forms.ChoiceField(label=_("并入的机构"), help_text=_("可以是其他乡镇的机构。"))

    def offer(self) -> None:
        rows = list(selectors.institutions_to_reorganize(self.viewer))
        near = [row for row in rows if row.region_id.startswith(self.township)]
        self.fields["into"].choices = [("", _("请选择")), *((str(one.id), one.name) for one in near)]
        self.fields["institution"].choices = [("", _("请选择")), *_by_township(rows, self.township)]

    def act(self) -> Act:
        data = self.cleaned_data
        return self._call(
            services.merge_institutions, institution_id=UUID(data["institution"]), into_id=UUID(data["into"])
        )


def _by_township(rows: list[Institution], first: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Institutions under the name of the township they stand in (else of their own region), `first` on top."""
    length = CODE_LENGTHS[RegionLevel.TOWNSHIP]
    names = selectors.region_names({row.region_id[:length] for row in rows})
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows, key=lambda row: not row.region_id.startswith(first)):
        groups.setdefault(names[row.region_id[:length]], []).append((str(row.id), row.name))
    return list(groups.items())


class MergeVillagesForm(ReorganizationForm):
    """Villages that become part of another."""

    into = forms.ChoiceField(label=_("保留的村（社区）"))
    villages = forms.MultipleChoiceField(label=_("并入的村（社区）"), widget=forms.CheckboxSelectMultiple)

    def offer(self) -> None:
        choices = _villages(self)
        self.fields["into"].choices = [("", _("请选择")), *choices]
        self.fields["villages"].choices = choices

    def act(self) -> Act:
        data = self.cleaned_data
        return self._call(services.merge_villages, codes=data["villages"], into_code=data["into"])


class RenameVillageForm(ReorganizationForm):
    """Another name for a village."""

    village = forms.ChoiceField(label=_("村（社区）"))
    name = forms.CharField(label=_("新名称"), max_length=80)

    def offer(self) -> None:
        self.fields["village"].choices = [("", _("请选择")), *_villages(self)]

    def act(self) -> Act:
        data = self.cleaned_data
        return self._call(services.rename_village, code=data["village"], name=data["name"])


def _villages(form: ReorganizationForm) -> list[tuple[str, str]]:
    rows = selectors.villages_to_reorganize(form.viewer, form.township)
    return [(village.code, bracketed(village.name, village.code)) for village in rows]


class UndoForm(Form):
    """Why an act is undone."""

    reason = forms.CharField(label=_("撤销原因"), max_length=200)


FORMS: dict[ReorganizationKind, type[ReorganizationForm]] = {
    ReorganizationKind.MERGE_TEAMS: MergeTeamsForm,
    ReorganizationKind.SPLIT_TEAM: SplitTeamForm,
    ReorganizationKind.MERGE_INSTITUTIONS: MergeInstitutionsForm,
    ReorganizationKind.MERGE_VILLAGES: MergeVillagesForm,
    ReorganizationKind.RENAME_VILLAGE: RenameVillageForm,
}
