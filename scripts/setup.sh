#!/bin/sh
# Finds a Python that the locked packages support and hands over to setup.py. POSIX shell only.
set -eu

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

for candidate in ${JIAYI_PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if suits "$candidate"; then
        exec "$candidate" scripts/setup.py
    fi
done
echo "Jiayi needs Python 3.11 to 3.14, and none was found. Install one, or name it: make setup JIAYI_PYTHON=/path/to/python" >&2
exit 2
