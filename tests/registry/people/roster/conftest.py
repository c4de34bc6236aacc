"""The demo county's divisions, and rosters of a few rows."""

import csv
from pathlib import Path

import pytest

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.services import roster
from tests.registry.people.roster.rosters import AT, HEADINGS, ON, read_divisions


@pytest.fixture
def divisions(db) -> None:
    read_divisions()


@pytest.fixture
def csv_file(tmp_path):
    """Writes rows (mappings by column key) as a roster; answers its path."""

    def write(*rows: dict[str, str], name: str = "roster.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS.values())
            writer.writerows([row.get(key, "") for key in HEADINGS] for row in rows)
        return path

    return write


@pytest.fixture
def bring(csv_file, divisions):
    """Imports rows (mappings by column key), or a file, and answers what the import did."""

    def run(*rows: dict[str, str] | Path, by=None, **more):
        path = rows[0] if rows and isinstance(rows[0], Path) else csv_file(*rows)
        return roster.import_roster(by=by or SystemViewer(), path=path, **({"on": ON, "at": AT} | more))

    return run
