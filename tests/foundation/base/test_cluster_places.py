"""Where clusters live: pure paths."""

from pathlib import Path

import pytest

from jiayi.foundation.base.cluster import places
from jiayi.foundation.base.cluster.places import places_of


def test_a_plain_user_keeps_everything_in_the_data_folder() -> None:
    found = places_of(Path("/srv/county/.jiayi"), system_wide=False)
    assert found.home == Path("/srv/county/.jiayi/postgres")
    assert found.socket_folder.is_relative_to(found.home)


def test_a_long_path_gets_a_short_socket_folder_of_this_user() -> None:
    found = places_of(Path("/srv") / ("县" * 40), system_wide=False)
    assert found.home.is_relative_to("/srv")
    assert len(bytes(found.socket_folder / ".s.PGSQL.5432.lock")) <= places.LONGEST_SOCKET_PATH


def test_two_folders_have_two_places_and_one_folder_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIAYI_CLUSTER_DIR", raising=False)
    one, other = (places_of(Path(f"/srv/{name}/.jiayi"), system_wide=True) for name in ("one", "other"))
    assert one.home != other.home
    assert one == places_of(Path("/srv/one/.jiayi"), system_wide=True)


def test_the_tests_never_use_the_cluster_of_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIAYI_TEST_DATA_DIR", raising=False)
    monkeypatch.setenv("JIAYI_DATA_DIR", "/srv/county")
    demo, tests = places_of(places.default_data_dir()), places_of(places.test_data_dir())
    assert demo.home != tests.home
