"""The demonstration's settings with the bench's plain pages beside all others."""

from jiayi.config.settings.demo import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
