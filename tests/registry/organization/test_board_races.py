"""Two who publish a place's first board at the same moment make one; without the constraint there would be two."""

import contextlib
import datetime as dt
import functools
import threading

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.registry.organization import services
from jiayi.registry.organization.models import PublicBoard
from jiayi.registry.organization.terms import BoardKey, PlaceKind
from tests.races import at_once, without_constraint
from tests.registry.organization.factories import (
    COUNTY,
    make_area,
    make_county,
    make_institution,
    make_team,
    make_viewer,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TODAY = dt.date(2026, 11, 22)
TOWNSHIP = f"{COUNTY}100"
KEEPER = make_viewer("publicity_write", regions=(TOWNSHIP,))


@pytest.fixture
def publications(monkeypatch) -> list:
    """Two publications of a village's first board; each has found that there is none before either writes it."""
    make_county()
    village = f"{TOWNSHIP}201"
    make_area(make_team(make_institution(TOWNSHIP)), village)
    found_none, save = threading.Barrier(2), PublicBoard.save

    def wait_and_save(board, *arguments, **fields):
        if board._state.adding:
            with contextlib.suppress(threading.BrokenBarrierError):
                found_none.wait(timeout=5)
        return save(board, *arguments, **fields)

    monkeypatch.setattr(PublicBoard, "save", wait_and_save)
    key = BoardKey(PlaceKind.VILLAGE, village)
    return [functools.partial(services.publish_board, by=KEEPER, key=key, notice=text, on=TODAY) for text in "甲乙"]


def test_one_board_is_made_and_the_later_notice_follows_the_earlier(publications):
    answers = at_once(publications)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    board = PublicBoard.objects.get()
    told = Entry.objects.filter(act="organization.publish_board").order_by("id")
    assert [one.details["before"]["notice"] for one in told] == ["", told[0].details["notice"]]
    assert board.notice == told[1].details["notice"] and board.published_on == TODAY


def test_without_the_constraint_a_place_has_two_boards(publications):
    with without_constraint("organization_publicboard", "contype = 'u' AND pg_get_constraintdef(oid) ~ 'region_id'"):
        at_once(publications)
        assert PublicBoard.objects.count() == 2
