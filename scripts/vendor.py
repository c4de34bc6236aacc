"""Copy the few front-end files that pages use from node_modules to where Django serves them.

Nothing of other people's is kept in the repository, and no page ever asks a foreign host for a file.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "node_modules"
TARGET = CHECKOUT / "jiayi" / "foundation" / "ui" / "static" / "vendor"

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "tabler-icons.min.css": "@tabler/icons-webfont/dist/tabler-icons.min.css",
    "fonts/tabler-icons.woff2": "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2",
    "echarts.common.min.js": "echarts/dist/echarts.common.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "licences/tabler-icons.txt": "@tabler/icons-webfont/LICENSE",
    "licences/echarts.txt": "echarts/LICENSE",
    "licences/htmx.txt": "htmx.org/LICENSE",
}


def main() -> int:
    missing = [path for path in FILES.values() if not (SOURCE / path).exists()]
    if missing:
        print(f"Not found in node_modules: {', '.join(missing)}. Run `make clean setup`.", file=sys.stderr)
        return 1
    for name, path in FILES.items():
        copy_if_changed(SOURCE / path, TARGET / name)
    manifest = {name: hashlib.sha256((TARGET / name).read_bytes()).hexdigest() for name in FILES}
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return 0


def copy_if_changed(source: Path, target: Path) -> None:
    if target.exists() and target.read_bytes() == source.read_bytes():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(main())
