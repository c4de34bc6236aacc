"""Compile every translation (.po) that is newer than its compiled form (.mo); the latter are not committed."""

import sys
from pathlib import Path

import polib

JIAYI = Path(__file__).resolve().parents[1] / "jiayi"


def main() -> int:
    for source in sorted(JIAYI.rglob("locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            polib.pofile(str(source), check_for_duplicates=True).save_as_mofile(str(compiled))
        except (OSError, ValueError) as error:
            print(f"{source}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
