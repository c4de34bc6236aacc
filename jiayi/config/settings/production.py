"""Settings of production; the setup refuses what is unsafe."""

from .base import *  # noqa: F403
