"""Public boards: what everybody may see of a village or an institution, and which of them are published.

The contents are public by their nature and take no viewer: of a person nothing but the office and what the person
agreed to. Whoever asks without signing in is answered by `public_board` alone, which knows published boards only.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Area, Institution, PublicBoard, Region, Team, TeamMember
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.terms import (
    CODE_LENGTHS,
    BoardContent,
    BoardKey,
    InstitutionLevel,
    PlaceKind,
    PublicInstitution,
    PublicTeam,
    RegionLevel,
)

from .members import public_member, teams_with_members
from .regions import ancestor_codes, region_names


def public_board(key: BoardKey, on: date) -> BoardContent | None:
    """The board that anybody may read on a day: None where nothing is published there.

    A village that was replaced is answered by the board of the village that came after it.
    """
    found = _village_in_force(key.code, on) if key.kind == PlaceKind.VILLAGE else key.code
    content = board_contents([BoardKey(key.kind, found)], on).get(BoardKey(key.kind, found))
    return content if content and content.published_on and content.teams else None


def _village_in_force(code: str, on: date) -> str:
    for _step in range(5):
        after = Region.objects.filter(code=code, valid_until__lt=on).values_list("replaced_by_id", flat=True).first()
        if not after:
            break
        code = after
    return code


def board_for(viewer: Viewer, key: BoardKey, on: date) -> BoardContent:
    """The board as staff see it, published or not; NotVisible where there is no such place."""
    content = board_contents([key], on).get(key) if reads_teams(viewer) else None
    if content is None:
        raise NotVisible
    return content


def board_contents(keys: Iterable[BoardKey], on: date) -> dict[BoardKey, BoardContent]:
    """The contents of many boards, published or not; a steady number of queries. An unknown place is left out."""
    keys = list(keys)
    villages = [key.code for key in keys if key.kind == PlaceKind.VILLAGE]
    codes = [key.code for key in keys if key.kind == PlaceKind.INSTITUTION]
    return _of_villages(villages, on) | _of_institutions(codes, on)


def _of_villages(codes: Sequence[str], on: date) -> dict[BoardKey, BoardContent]:
    regions = Region.objects.filter(not_over(on, last="valid_until"), code__in=codes, level=RegionLevel.VILLAGE)
    regions = list(regions.select_related("board").order_by("code"))
    if not regions:
        return {}
    areas = _areas_by_village([region.code for region in regions], on)
    clinics = _clinics([region.code for region in regions])
    teams = teams_with_members({area.team_id for found in areas.values() for area in found}, on)
    names = _full_names([region.code for region in regions])
    contents = {}
    for region in regions:
        own, near = areas.get(region.code, []), clinics.get(region.code, [])
        centres = list({area.institution_id: area.institution for area in own}.values())
        contents[BoardKey(PlaceKind.VILLAGE, region.code)] = BoardContent(
            key=BoardKey(PlaceKind.VILLAGE, region.code),
            name=region.name,
            full_name=names[region.code],
            region_code=region.code,
            institutions=tuple(_institution(each) for each in [*near, *centres]),
            teams=tuple(_team_of_village(teams[team], found, region.code) for team, found in _by_team(own)),
            **_state(getattr(region, "board", None)),
        )
    return contents


def _of_institutions(codes: Sequence[str], on: date) -> dict[BoardKey, BoardContent]:
    found = Institution.objects.filter(not_over(on, last="closed_on"), code__in=codes)
    places = list(found.select_related("region", "board").order_by("code"))
    if not places:
        return {}
    of_clinics = _areas_by_village([place.region_id for place in places if _is_clinic(place)], on)
    own = Team.objects.filter(not_over(on, last="dissolved_on"), institution__in=places, founded_on__lte=on)
    ids = set(own.values_list("id", flat=True)) | {area.team_id for areas in of_clinics.values() for area in areas}
    teams = teams_with_members(ids, on)
    served = _villages_of(ids, on)
    names = _full_names([place.region_id for place in places])
    contents = {}
    for place in places:
        areas = of_clinics.get(place.region_id, []) if _is_clinic(place) else []
        shown = [_team_of_village(teams[team], found, place.region_id) for team, found in _by_team(areas)]
        shown += [
            _team(team, lambda member: True, villages=served.get(team.id, ()))
            for team in teams.values()
            if team.institution_id == place.id
        ]
        contents[BoardKey(PlaceKind.INSTITUTION, place.code)] = BoardContent(
            key=BoardKey(PlaceKind.INSTITUTION, place.code),
            name=place.name,
            full_name=names[place.region_id],
            region_code=place.region_id,
            institutions=(_institution(place),),
            teams=tuple(shown),
            **_state(getattr(place, "board", None)),
        )
    return contents


def public_teams(ids: Iterable[UUID], on: date) -> list[PublicTeam]:
    """Teams with all their members as everybody may see them, in the order of their names. Three queries."""
    wanted = set(ids)
    served = _villages_of(wanted, on)
    found = teams_with_members(wanted, on).values()
    return [_team(team, lambda member: True, villages=served.get(team.id, ())) for team in found]


def _is_clinic(place: Institution) -> bool:
    """An institution of a village shows the teams of its village."""
    return place.level == InstitutionLevel.VILLAGE and len(place.region_id) == CODE_LENGTHS[RegionLevel.VILLAGE]


def _state(board: PublicBoard | None) -> dict:
    if board is None:
        return {"notice": "", "published_on": None}
    return {"notice": board.notice, "published_on": board.published_on, "published_by": board.published_by_name}


def _areas_by_village(codes: Sequence[str], on: date) -> dict[str, list[Area]]:
    found = Area.objects.filter(in_force(on), region__in=codes).select_related(
        "building", "institution", "responsible_person"
    )
    ordered = found.order_by("region_id", "team_id", "building__name")
    return {code: list(areas) for code, areas in groupby(ordered, key=lambda area: area.region_id)}


def _by_team(areas: list[Area]) -> list[tuple[UUID, list[Area]]]:
    return [(team, list(found)) for team, found in groupby(areas, key=lambda area: area.team_id)]


def _clinics(codes: Sequence[str]) -> dict[str, list[Institution]]:
    found = Institution.objects.filter(region__in=codes, level=InstitutionLevel.VILLAGE, closed_on=None)
    ordered = found.order_by("region_id", "code")
    return {code: list(places) for code, places in groupby(ordered, key=lambda place: place.region_id)}


def _villages_of(ids: set[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    rows = Area.objects.filter(in_force(on), team__in=ids).order_by("team_id", "region_id")
    names: dict[UUID, tuple[str, ...]] = {}
    for team, name in rows.values_list("team_id", "region__name"):
        if name not in names.get(team, ()):
            names[team] = (*names.get(team, ()), name)
    return names


def _team_of_village(team: Team, areas: list[Area], code: str) -> PublicTeam:
    """The team with the members that serve this village: not the clinic doctors of the team's other villages."""

    def serves(member: TeamMember) -> bool:
        place = member.practitioner.institution
        return not _is_clinic(place) or place.region_id == code

    return _team(
        team,
        serves,
        responsible=tuple(dict.fromkeys(area.responsible_person.name for area in areas)),
        buildings=tuple(area.building.name for area in areas if area.building),
    )


def _team(team: Team, serves: Callable[[TeamMember], bool], **more: tuple[str, ...]) -> PublicTeam:
    members = [public_member(member, team) for member in team.members_on_day if serves(member)]
    return PublicTeam(
        id=team.id,
        name=team.name,
        institution_id=team.institution_id,
        institution_name=team.institution.name,
        phone=team.phone,
        members=tuple(sorted(members, key=lambda member: not member.is_leader)),
        **more,
    )


def _institution(place: Institution) -> PublicInstitution:
    return PublicInstitution(place.name, place.address, place.phone, place.hotline, place.hours, place.online)


def _full_names(codes: Sequence[str]) -> dict[str, str]:
    """The names from the county down, written together."""
    above = {
        code: [part for part in ancestor_codes(code) if len(part) >= CODE_LENGTHS[RegionLevel.COUNTY]] for code in codes
    }
    names = region_names({part for parts in above.values() for part in parts})
    return {code: "".join(names.get(part, "") for part in parts) for code, parts in above.items()}
