"""Records saved at once never consume more than was promised; the twin without the lock sees it happen."""

import datetime as dt
import functools
import threading
from uuid import uuid4

import pytest

from jiayi.service.fulfilment.services import recording
from tests.service.agreements.races import at_once

from .factories import HYPERTENSION, SIGNED_ON, done, make_resident, make_village, promised, saved, sign

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THREADS = 12


def follow_ups_of_one_resident():
    village, resident = make_village(), make_resident()
    sign(village, resident, packages=HYPERTENSION)
    days = [SIGNED_ON + dt.timedelta(days=number) for number in range(THREADS)]
    return resident, [functools.partial(saved, resident, day, record_id=uuid4()) for day in days]


def test_of_many_records_at_once_only_as_many_as_promised_are_consumed_and_the_rest_is_extra():
    resident, acts = follow_ups_of_one_resident()
    answers = at_once(acts)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert done(resident, is_extra=False) == promised(resident).quantity == 4
    assert done(resident, is_extra=True) == THREADS - 4


def test_without_the_lock_more_is_consumed_than_was_promised(monkeypatch):
    resident, acts = follow_ups_of_one_resident()
    saved_all = threading.Barrier(THREADS, timeout=20)
    restate = recording.restate_ledger

    def restate_together(residents, **options):
        saved_all.wait()
        return restate(residents, **options)

    monkeypatch.setattr(recording, "lock_entitlements", lambda residents: None)
    monkeypatch.setattr("jiayi.service.fulfilment.services.ledger.lock_entitlements", lambda residents: None)
    monkeypatch.setattr(recording, "restate_ledger", restate_together)
    answers = at_once(acts)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert done(resident, is_extra=False) > promised(resident).quantity
