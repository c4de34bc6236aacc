"""`check --deploy` on the production settings, with keys made for this one run: no warning is allowed."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def main() -> int:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "jiayi.config.settings.production",
        "JIAYI_SECRET_KEY": secrets.token_urlsafe(64),
        "JIAYI_FIELD_KEYS": f"k1:{key()},index:{key()}",
        "JIAYI_ALLOWED_HOSTS": "jiayi.example",
    }
    command = [str(Path(sys.executable).parent / "jiayi"), "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
