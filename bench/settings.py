"""The demonstration's settings with the bench's plain pages beside all others, and a meter around each request."""

from jiayi.config.settings.demo import *  # noqa: F403
from jiayi.config.settings.demo import MIDDLEWARE

MIDDLEWARE = ["bench.meter.MeterMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "bench.urls"
