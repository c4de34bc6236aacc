"""What an activity or a meeting can name: teams, their people, places, topics and programmes."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.community.outreach import permissions
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.foundation.ui.wording import word_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import TeamFacts


def teams_to_plan(viewer: Viewer, *, on: dt.date, permission: str = permissions.WRITE) -> list[tuple[UUID, str]]:
    """The teams whose work the viewer enters: id, name with its institution's."""
    return organization.teams_of_scope(viewer, viewer.scope(permission), on=on)


def team_of(viewer: Viewer, team_id: UUID, on: dt.date, *, permission: str) -> TeamFacts:
    """A team within reach as it stands on a day; NotVisible otherwise."""
    return organization.team_in_reach(viewer, permission, team_id, on)


def members_of(team_id: UUID, on: dt.date) -> list[tuple[UUID, str]]:
    """The members of a team on a day, each once."""
    team = organization.team_facts(team_id, on)
    return list({one.practitioner_id: one.name for one in team.members}.items()) if team else []


def places_of(team_id: UUID, on: dt.date) -> list[tuple[str, str]]:
    """Where a team holds its activities: its villages, then the township or village that its institution stands in."""
    team = organization.team_facts(team_id, on)
    if team is None:
        return []
    codes = [*organization.villages_of_teams([team_id], on).get(team_id, []), team.region_code]
    names = organization.region_names(codes)
    return [(code, names.get(code, code)) for code in dict.fromkeys(codes)]


def topics(region_code: str, on: dt.date) -> list[str]:
    """Codes of the topics of activities there."""
    return _codes("outreach.topics", region_code, on)


def tags(region_code: str, on: dt.date) -> list[str]:
    """Codes of the programmes that activities there are tied to (S0-33)."""
    return _codes("outreach.tags", region_code, on)


def channels(region_code: str, on: dt.date) -> list[str]:
    """Codes of the channels by which publicity is made there (S2.8-01, S2.9-04)."""
    return _codes("publicity.channels", region_code, on)


def training_topics(region_code: str, on: dt.date) -> list[str]:
    """Codes of the topics of training there (S2.9-05)."""
    return _codes("training.topics", region_code, on) or topics(region_code, on)


def words_of(codes: list[str]) -> list[tuple[str, str]]:
    """Pairs for a form."""
    return [(code, word_of(code)) for code in codes]


def _codes(key: str, region_code: str, on: dt.date) -> list[str]:
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    found: Any = view.united(key)
    return [str(code) for code in found]
