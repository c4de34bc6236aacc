"""Two versions of a package published at the same moment: one is on offer on a day; twins take the guards away."""

import contextlib
import functools
import threading

import pytest

from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.services import packages
from jiayi.service.agreements.services.packages import publishing
from tests.races import at_once, without_constraint

from .packages import TODAY, approved, make_place, with_content
from .races import breaches_of, winners

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def publications() -> list:
    """Two approved versions of a package that was never on offer, each published from today."""
    place = make_place()
    first = approved(place)
    second = approved(place, with_content(name_zh="银龄关爱包（新）"), package=first.package)
    publish = functools.partial(packages.publish_version, by=place.manager, starts_on=TODAY, on=TODAY)
    return [functools.partial(publish, version_id=version.id) for version in (first, second)]


def all_have_read_what_stands(monkeypatch: pytest.MonkeyPatch, *, seconds: float = 30) -> None:
    """Hold each once it has read which version is on offer, until both have: what each knows is old when it writes.

    With the lock the second cannot come before the first has written: then `seconds` are waited in vain.
    """
    read, former = threading.Barrier(2), publishing._former

    def read_and_wait(version):
        found = former(version)
        with contextlib.suppress(threading.BrokenBarrierError):
            read.wait(timeout=seconds)
        return found

    monkeypatch.setattr(publishing, "_former", read_and_wait)


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is read as it stands, and nobody waits for anybody."""
    rows = PackageVersion.objects.select_related("package__institution")
    monkeypatch.setattr(publishing, "lock_version", lambda by, permission, version_id: rows.get(id=version_id))


def on_offer() -> int:
    return PackageVersion.objects.filter(state="published", starts_on=TODAY).count()


def test_of_two_versions_published_at_once_one_is_on_offer(monkeypatch):
    acts = publications()
    all_have_read_what_stands(monkeypatch, seconds=1)
    answers = at_once(acts)
    assert (winners(answers), on_offer()) == (1, 1)
    assert breaches_of(answers) <= {"B_PUBLISH_TOO_EARLY", "B_PUBLISH_ORDER"}


def test_without_the_lock_the_constraint_refuses_the_second(monkeypatch):
    acts = publications()
    all_have_read_what_stands(monkeypatch)
    without_lock(monkeypatch)
    answers = at_once(acts)
    assert (winners(answers), on_offer()) == (1, 1)
    assert breaches_of(answers) == {"B_PACKAGE_OVERLAP"}


def test_without_lock_and_constraint_two_versions_are_on_offer(monkeypatch):
    acts = publications()
    all_have_read_what_stands(monkeypatch)
    without_lock(monkeypatch)
    with without_constraint("agreements_packageversion", "conname = 'package_one_version_in_force'"):
        assert winners(at_once(acts)) == on_offer() == 2
