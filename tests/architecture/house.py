"""The house as these tests see it: its rooms and its source files."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
JIAYI = CHECKOUT / "jiayi"
FLOORS = ("foundation", "registry", "service", "community", "insight", "surfaces")


def rooms() -> list[str]:
    """Dotted names of the rooms that are built."""
    folders = (folder for floor in FLOORS for folder in (JIAYI / floor).glob("*/"))
    return sorted(
        f"jiayi.{folder.parent.name}.{folder.name}" for folder in folders if (folder / "__init__.py").exists()
    )


def sources(suffix: str = ".py", under: str = "jiayi") -> list[Path]:
    """Our own files with that ending; no migrations, nothing of other people's."""
    found = (CHECKOUT / under).rglob(f"*{suffix}")
    return sorted(path for path in found if not {"migrations", "vendor", "__pycache__"} & set(path.parts))


def shown(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))
