"""Names that say nothing, addresses that do not belong, rooms without a word about themselves."""

import re
import subprocess

import pytest

from tests.architecture.house import CHECKOUT, JIAYI, rooms, shown, sources

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "handler", "handlers"}
NAMES_WITH_A_PAST = re.compile(r"(^new_|^old_|_v\d+$|_new$|_old$)")
# Files that a page loads must come from ourselves: county networks have no internet.
FOREIGN_FILE = re.compile(r"""(?:src|href|action|url\()\s*=?\s*["'(]?\s*(?:https?:)?//""")
PACKAGE_HOSTS = re.compile(
    r"(?:pypi|pythonhosted|npmjs|npmmirror|registry|artifactory|nexus|verdaccio|mirrors?)\.[a-z0-9.-]*[a-z]{2,}(?:/|:\d)",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|work|home/[a-z]+|Users/\w+)/")


def test_no_file_has_a_name_that_says_nothing() -> None:
    bad = [shown(path) for path in sources() if path.stem in EMPTY_NAMES or NAMES_WITH_A_PAST.search(path.stem)]
    assert not bad


def test_every_room_says_what_it_is_for() -> None:
    silent = [room for room in rooms() if not (JIAYI.parent / room.replace(".", "/") / "README.md").exists()]
    assert not silent


def test_no_page_asks_another_host_for_a_file() -> None:
    pages = [path for suffix in (".html", ".css", ".js") for path in sources(suffix)]
    assert pages
    asking = [shown(path) for path in pages if FOREIGN_FILE.search(path.read_text("utf-8"))]
    assert not asking


def tracked_texts() -> list[tuple[str, str]]:
    """Every text file that git keeps, with its content."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True).stdout.decode()
    texts = []
    for name in filter(None, listed.split("\0")):
        content = (CHECKOUT / name).read_bytes() if (CHECKOUT / name).is_file() else b""
        if b"\0" not in content and not name.startswith("tests/architecture/"):
            texts.append((name, content.decode("utf-8", errors="replace")))
    return texts


@pytest.mark.parametrize("pattern", [PACKAGE_HOSTS, MACHINE_PATHS], ids=["package hosts", "paths of a machine"])
def test_nothing_in_the_repository_names(pattern: re.Pattern[str]) -> None:
    naming = [f"{name}: {found[0]}" for name, text in tracked_texts() if (found := pattern.search(text))]
    assert not naming, "\n".join(naming)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (FOREIGN_FILE, '<script src="https://cdn.example/x.js">'),
        (FOREIGN_FILE, "@import url(//fonts.example/x.css)"),
        (PACKAGE_HOSTS, "index-url = https://pypi.example.org/simple"),
        (MACHINE_PATHS, "see /root/notes"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
