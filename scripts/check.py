"""Every check of the project, the tests last. `--only lint` or `--only types` runs that part alone.

All checks run even when one fails; the exit code is 1 if any failed. What cannot run on this machine is said.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
PURE = ["jiayi/foundation/core", "jiayi/foundation/rulebook", "jiayi/foundation/base/cluster"]
# Debian's names of what the tests use, and how to tell that it is there.
APT_PACKAGES = {
    "chromium": lambda: any(map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])),
    "fonts-noto-cjk": lambda: any(Path("/usr/share/fonts").rglob("NotoSansCJK*")),
    "poppler-utils": lambda: shutil.which("pdftoppm") is not None,
}


@dataclass(frozen=True)
class Check:
    """One program to run; it succeeds with exit code 0."""

    name: str
    command: list[str]
    part: str = "checks"
    settings: str = "jiayi.config.settings.test"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["lint", "types"])
    only = parser.parse_args().only
    if only is None:
        install_for_browser_tests()
    failed = [check.name for check in checks() if (only is None or check.part == only) and not succeeds(check)]
    if only is None and not succeeds(Check("tests", [sys.executable, "-m", "pytest", "-n", "2"])):
        failed.append("tests")
    if failed:
        print(f"\nFAILED: {', '.join(failed)}")
    return 1 if failed else 0


def checks() -> list[Check]:
    jiayi = str(BIN / "jiayi")
    return [
        Check("style", [str(BIN / "ruff"), "check", "--quiet"], "lint"),
        Check("formatting", [str(BIN / "ruff"), "format", "--check", "--quiet"], "lint"),
        Check("borders between rooms", [str(BIN / "lint-imports"), "--no-cache"], "lint"),
        Check("types", [str(BIN / "mypy"), *types_of()], "types"),
        Check("rulebook", [jiayi, "rulebook_check"]),
        Check("migrations complete", [jiayi, "makemigrations", "--check", "--dry-run"]),
        Check("production settings", [sys.executable, "scripts/check_production.py"]),
    ]


def types_of() -> list[str]:
    """The pure parts: there the types are strict."""
    rooms = Path("jiayi").glob("*/*/")
    return [*PURE, *(str(path) for room in sorted(rooms) for path in pure_modules(room))]


def pure_modules(room: Path) -> list[Path]:
    names = ("terms", "rules", "decisions", "events")
    found = [path for name in names for path in (room / f"{name}.py", room / name) if path.exists()]
    return [path for path in found if not str(path).startswith(tuple(PURE))]


def succeeds(check: Check) -> bool:
    """Run it; show what it printed only when it failed, but the tests as they go."""
    began = time.monotonic()
    print(f"-- {check.name}", end="\n" if check.name == "tests" else " ", flush=True)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": check.settings}
    shows = check.name == "tests"
    done = subprocess.run(check.command, env=environment, stdin=subprocess.DEVNULL, capture_output=not shows, text=True)
    if not shows:
        print(f"{'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)", flush=True)
        if done.returncode != 0:
            print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def install_for_browser_tests() -> None:
    """As root on Debian, install what is missing; otherwise say what the tests will leave out."""
    missing = [name for name, is_there in APT_PACKAGES.items() if not is_there()]
    apt = shutil.which("apt-get")
    if missing and apt and os.geteuid() == 0:
        print(f"-- installing {' '.join(missing)}", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *missing]):
            subprocess.run([apt, *command], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        missing = [name for name, is_there in APT_PACKAGES.items() if not is_there()]
    for name in missing:
        print(f"LEFT OUT: what needs {name}, which is not installed (Debian: apt-get install {name})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
