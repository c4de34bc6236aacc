"""Adoption in words: the schemes in force, and side by side what another stack would change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import RegionLevel
from jiayi.surfaces.workstation.models import AdoptionSimulation
from jiayi.surfaces.workstation.permissions import SCHEME_ADOPT
from jiayi.surfaces.workstation.rules import ValueChange, by_topic, stack_with, value_changes
from jiayi.surfaces.workstation.selectors import simulations

from .values import scheme_label, source_words, value_words

SIMULATIONS_SHOWN = 20


@dataclass(frozen=True)
class AdoptionPage:
    """The schemes of a region in their order, the adoptions behind them, and the regions one may choose."""

    region: Any
    above: list[Any]
    below: list[Any]
    stack: list[dict[str, Any]]
    adoptions: list[dict[str, Any]]
    simulations: list[dict[str, Any]]


@dataclass(frozen=True)
class ChangeRow:
    """One parameter before and after, in words, with where each value is written."""

    key: str
    label: str
    before: str
    after: str
    before_source: str
    after_source: str
    scheme: str


@dataclass(frozen=True)
class Topic:
    """The changes of one kind under their heading."""

    title: str
    icon: str
    rows: list[ChangeRow]


@dataclass(frozen=True)
class AdoptionPreview:
    """What an adoption would change on its first day."""

    starts_on: date
    before: list[str]
    after: list[str]
    topics: list[Topic]
    terms: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)  # schemes whose document names provinces without this one

    @property
    def count(self) -> int:
        return sum(len(topic.rows) for topic in self.topics)


def adoption_page(viewer: Viewer, code: str, on: date, language: str) -> AdoptionPage:
    """The page of a region that the viewer decides for."""
    scope = viewer.scope(SCHEME_ADOPT)
    return AdoptionPage(
        region=organization.region_for(viewer, code),
        above=[one for one in organization.ancestors(viewer, code) if scope.holds_region(one.code)],
        below=list(organization.regions(viewer, parent=code).exclude(level=RegionLevel.VILLAGE)),
        stack=[_scheme(name, language) for name in organization.schemes_for(code, on)],
        adoptions=[_adoption(one, code, on, language) for one in organization.adoptions(viewer, region_code=code)],
        simulations=[_simulation(one, language) for one in simulations(viewer, code)[:SIMULATIONS_SHOWN]],
    )


def _simulation(simulation: AdoptionSimulation, language: str) -> dict[str, Any]:
    return {
        "id": simulation.id,
        "label": joined(scheme_label(name, language) for name in simulation.schemes),
        "starts_on": simulation.starts_on,
        "on": simulation.on,
        "is_computed": simulation.computed_at is not None,
        "state": _simulation_state(simulation),
    }


def _simulation_state(simulation: AdoptionSimulation) -> dict[str, str]:
    if simulation.adopted_on:
        return {"label": _("已采用"), "colour": "green", "icon": "circle-check"}
    if simulation.computed_at is None:
        return {"label": _("还没有结果"), "colour": "secondary", "icon": "clock"}
    return {"label": _("已推演"), "colour": "azure", "icon": "arrows-diff"}


def _scheme(name: str, language: str) -> dict[str, Any]:
    scheme = rulebook().schemes[name]
    document = rulebook().documents.get(scheme.document)
    return {
        "name": name,
        "label": scheme.label(language),
        "document": " ".join(part for part in (document.label(language), document.number) if part) if document else "",
        "sets": len(scheme.overrides),
    }


def _adoption(adoption: Any, code: str, on: date, language: str) -> dict[str, Any]:
    return {
        "id": adoption.id,
        "label": scheme_label(adoption.scheme, language),
        "region": adoption.region.name,
        "starts_on": adoption.starts_on,
        "ends_on": adoption.ends_on,
        "decided_by": adoption.decided_by,
        "note": adoption.note,
        "state": _state(adoption, on),
        "may_end": adoption.region_id == code and (adoption.ends_on is None or adoption.ends_on >= on),
    }


def _state(adoption: Any, on: date) -> dict[str, str]:
    if adoption.starts_on > on:
        return {"label": _("待生效"), "colour": "azure", "icon": "calendar-time"}
    if adoption.ends_on and adoption.ends_on < on:
        return {"label": _("已结束"), "colour": "secondary", "icon": "circle-check"}
    return {"label": _("执行中"), "colour": "green", "icon": "circle-check"}


def adoption_preview(
    viewer: Viewer, code: str, schemes: Sequence[str], starts_on: date, language: str
) -> AdoptionPreview:
    """Every value that would differ on the first day, by topic, and how long new agreements would run."""
    organization.region_for(viewer, code)
    before = organization.schemes_for(code, starts_on)
    after = stack_with(before, schemes)
    changes = value_changes(starts_on, before, after)
    return AdoptionPreview(
        starts_on=starts_on,
        before=[scheme_label(name, language) for name in before],
        after=[scheme_label(name, language) for name in after],
        topics=_topics(changes, language),
        terms=_terms(before, after, starts_on),
        elsewhere=_meant_for_elsewhere(code, schemes, starts_on, language),
    )


def _meant_for_elsewhere(code: str, schemes: Sequence[str], on: date, language: str) -> list[str]:
    """Schemes whose document names the provinces it is for (S1-02) while the region lies in none of them."""
    province = organization.region_names({code[:2]}).get(code[:2], "")
    named = {name: find_value("coverage.jurisdictions", on, [name]) for name in schemes}
    return [
        scheme_label(name, language)
        for name, found in named.items()
        if found and province and not province.startswith(tuple(found.value))
    ]


def _topics(changes: Sequence[ValueChange], language: str) -> list[Topic]:
    titles = {
        "target": (_("指标目标"), "target-arrow"),
        "cap": (_("签约上限"), "gauge"),
        "term": (_("协议与期限"), "file-time"),
        "group": (_("人群划分"), "users"),
        "team": (_("团队组成"), "users-group"),
        "other": (_("其他规定"), "list-details"),
    }
    return [Topic(*titles[topic], [_row(change, language) for change in own]) for topic, own in by_topic(changes)]


def _row(change: ValueChange, language: str) -> ChangeRow:
    parameter = rulebook().parameters[change.key]
    return ChangeRow(
        key=change.key,
        label=parameter.en if language.startswith("en") else parameter.zh,
        before=value_words(change.before, language),
        after=value_words(change.after, language),
        before_source=source_words(change.before, language),
        after_source=source_words(change.after, language),
        scheme=scheme_label(change.after.scheme, language) if change.after else "",
    )


def _terms(before: Sequence[str], after: Sequence[str], on: date) -> list[dict[str, Any]]:
    """How long an agreement signed on the first day would run, before and after."""
    kinds = {"first": _("首次签约"), "renewal": pgettext("kind", "续签")}
    rows = []
    for kind, label in kinds.items():
        old, new = (_term(kind, on, stack) for stack in (before, after))
        rows.append({"label": label, "before": old, "after": new, "differs": old != new})
    return rows


def _term(kind: str, on: date, stack: Sequence[str]) -> dict[str, date]:
    outcome = decide("agreements.term", on=on, schemes=stack, facts={"kind": kind, "signed_on": on})
    return {"starts_on": outcome["starts_on"], "ends_on": outcome["ends_on"]}
