"""Two desks answer at once, two doctors refer at once: one does; without lock, check and constraint both would."""

import contextlib
import functools
import threading

import pytest
from django.db import connection

from jiayi.foundation.base.errors import LawBroken
from jiayi.service.referral import services
from jiayi.service.referral.models import Referral, ReferralStep
from jiayi.service.referral.services import answering, stepping
from tests.races import at_once, without_constraint

from .factories import DAY, at, make_county, make_resident

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THREADS = 8


def those_who_accept():
    county = make_county()
    referral = county.sent()
    answer = functools.partial(services.accept, referral_id=referral.id, on=DAY, at=at())
    return [functools.partial(answer, by=county.desk) for _ in range(THREADS)]


def accepted() -> int:
    return ReferralStep.objects.filter(act="accept").count()


def without_lock(monkeypatch) -> None:
    """The referral is read, not locked, and all have read it before the first writes."""
    read = threading.Barrier(THREADS)

    def find(by, referral_id, party):
        found = Referral.objects.select_related("from_institution").get(id=referral_id)
        with contextlib.suppress(threading.BrokenBarrierError):
            read.wait(timeout=10)
        return found

    monkeypatch.setattr(answering, "locked_referral", find)


def test_of_many_who_accept_at_once_one_does() -> None:
    answers = at_once(those_who_accept())
    refused = [one for one in answers if isinstance(one, LawBroken)]
    assert len(refused) == THREADS - 1 and {one.code for one in refused} == {"E_REFERRAL_STATE"}
    assert accepted() == 1


def test_without_the_lock_the_version_still_lets_one_through(monkeypatch) -> None:
    acts = those_who_accept()
    without_lock(monkeypatch)
    answers = at_once(acts)
    assert sum(isinstance(one, LawBroken) and one.code == "E_REFERRAL_CHANGED" for one in answers) == THREADS - 1
    assert accepted() == 1


def without_version(monkeypatch) -> None:
    """The update asks no longer for the version that was read."""
    manager = type(stepping.Referral.objects)
    former = manager.filter

    def loose(self, *conditions, **fields):
        fields.pop("version", None)
        return former(self, *conditions, **fields)

    monkeypatch.setattr(manager, "filter", loose)


def test_without_lock_and_version_the_database_keeps_a_step_once(monkeypatch) -> None:
    acts = those_who_accept()
    without_lock(monkeypatch)
    without_version(monkeypatch)
    at_once(acts)
    assert accepted() == 1


def test_without_that_constraint_too_all_would_accept(monkeypatch) -> None:
    acts = those_who_accept()
    without_lock(monkeypatch)
    without_version(monkeypatch)
    with without_constraint("referral_referralstep", "conname = %s", "referral_step_once"):
        at_once(acts)
        assert accepted() > 1


def those_who_refer():
    county, resident = make_county(), make_resident()
    return [functools.partial(county.draft, resident) for _ in range(THREADS)]


def test_of_many_who_refer_one_episode_at_once_one_does() -> None:
    answers = at_once(those_who_refer())
    refused = [one for one in answers if isinstance(one, LawBroken)]
    assert len(refused) == THREADS - 1 and {one.code for one in refused} == {"B_REFERRAL_OPEN"}
    assert Referral.objects.count() == 1


def test_without_the_constraint_there_would_be_many() -> None:
    acts = those_who_refer()
    with without_episode_index():
        at_once(acts)
        assert Referral.objects.count() == THREADS


@contextlib.contextmanager
def without_episode_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'referral_open_once_an_episode'")
        made = cursor.fetchone()[0]
        cursor.execute("DROP INDEX referral_open_once_an_episode")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE referral_referral CASCADE")
            cursor.execute(made)
