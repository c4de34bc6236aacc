"""Publish the boards of villages and institutions, and take them back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Institution, PublicBoard, Region
from jiayi.registry.organization.permissions import PUBLICITY_WRITE, require_at, require_over
from jiayi.registry.organization.selectors.boards import board_contents
from jiayi.registry.organization.services.laws import breach, refuse
from jiayi.registry.organization.terms import BoardContent, BoardKey, PlaceKind


@retrying_atomic
def publish_board(*, by: Viewer, key: BoardKey, notice: str, on: date) -> PublicBoard:
    """Make a place's board public from this day, or change its notice; refuses where no team serves the place."""
    board = _locked_board(by, key)
    content = board_contents([key], on).get(key)
    if content is None or not _has_members(content):
        refuse(breach("B_BOARD_WITHOUT_TEAM", on=on, name=content.name if content else key.code))
    before = {"notice": board.notice, "published_on": board.published_on}
    board.notice = notice.strip()
    board.published_on = board.published_on or on
    board.published_by_name = by.actor_name[:60]
    board.save()
    _record(by, "organization.publish_board", board, key, {"before": before, "notice": board.notice})
    return board


@retrying_atomic
def publish_villages(*, by: Viewer, codes: Sequence[str], on: date) -> int:
    """Publish the boards of many villages as they stand; those that are public, or that no team serves, stay as they
    are. How many were published; a steady number of statements and one entry in the history."""
    for code in codes:
        require_over(by, PUBLICITY_WRITE, code)
    contents = board_contents([BoardKey(PlaceKind.VILLAGE, code) for code in codes], on)
    ready = sorted(key.code for key, one in contents.items() if one.published_on is None and _has_members(one))
    boards = [PublicBoard(region_id=code) for code in ready]
    PublicBoard.objects.bulk_create(boards, ignore_conflicts=True, batch_size=1000)
    unpublished = PublicBoard.objects.filter(region__in=ready, published_on=None)
    count = unpublished.update(published_on=on, published_by_name=by.actor_name[:60])
    if count:
        details = {"codes": ready, "published_on": on}
        audit.record(by=by, act="organization.publish_villages", subject_kind="board", details=details)
    return count


def _has_members(content: BoardContent) -> bool:
    return any(team.members for team in content.teams)


@retrying_atomic
def withdraw_board(*, by: Viewer, key: BoardKey, on: date) -> PublicBoard:
    """Take a board back: its address says that nothing is published, papers with its code stay valid for later."""
    board = _locked_board(by, key)
    if board.published_on is None:
        refuse(breach("B_BOARD_NOT_PUBLIC", on=on))
    before = board.published_on
    board.published_on = None
    board.save()
    _record(by, "organization.withdraw_board", board, key, {"published_on": [before, None]})
    return board


def _locked_board(by: Viewer, key: BoardKey) -> PublicBoard:
    """The board of a place that the viewer keeps, locked; made where there is none yet."""
    if key.kind == PlaceKind.VILLAGE:
        require_over(by, PUBLICITY_WRITE, key.code)
        place: dict[str, Any] = {"region": Region.objects.filter(code=key.code).first()}
    else:
        institution = Institution.objects.filter(code=key.code, closed_on=None).first()
        if institution is not None:
            require_at(by, PUBLICITY_WRITE, institution)
        place = {"institution": institution}
    if None in place.values():
        raise NotVisible
    board, _is_new = PublicBoard.objects.get_or_create(**place)
    return PublicBoard.objects.select_for_update().get(pk=board.pk)


def _record(by: Viewer, act: str, board: PublicBoard, key: BoardKey, details: dict[str, Any]) -> None:
    place = {"kind": key.kind, "code": key.code}
    audit.record(by=by, act=act, subject_kind="board", subject_ids=[board.id], details=place | details)
