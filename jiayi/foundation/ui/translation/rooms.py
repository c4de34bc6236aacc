"""The rooms of the house as folders with sources and an English catalogue."""

from dataclasses import dataclass
from pathlib import Path

JIAYI = Path(__file__).resolve().parents[3]
# Floors that are rooms themselves.
SINGLE_ROOMS = {"config", "demo"}


@dataclass(frozen=True)
class Room:
    """One Django app's folder."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.relative_to(JIAYI).as_posix()

    @property
    def catalogue(self) -> Path:
        return self.folder / "locale" / "en" / "LC_MESSAGES" / "django.po"

    def sources(self) -> list[Path]:
        """Python modules and templates, migrations left out."""
        modules = [path for path in self.folder.rglob("*.py") if "migrations" not in path.parts]
        templates = [path for path in self.folder.rglob("templates/**/*") if path.suffix in {".html", ".txt"}]
        return sorted([*modules, *templates])


def rooms(jiayi: Path = JIAYI) -> list[Room]:
    """Every room, by name."""
    folders = [jiayi / name for name in sorted(SINGLE_ROOMS)]
    floors = [path for path in jiayi.iterdir() if path.is_dir() and path.name not in SINGLE_ROOMS]
    folders += [room for floor in floors for room in floor.iterdir() if (room / "__init__.py").exists()]
    return [Room(folder) for folder in sorted(folders)]
