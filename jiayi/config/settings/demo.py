"""Settings of a demonstration or a developer's machine: keys made on first use and kept in the data folder."""

from jiayi.foundation.base.keys import kept_secret

from .base import *  # noqa: F403
from .base import DATA_DIR, SECRET_KEY, TEXT_GATEWAY

SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR, "secret-key")
TEXT_GATEWAY = TEXT_GATEWAY or "log"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
