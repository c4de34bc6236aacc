"""Settings of production; the setup refuses what is unsafe."""

from .base import *  # noqa: F403
from .base import TOTP_POSTS

TOTP_POSTS = TOTP_POSTS or ["*"]  # everybody has a second factor, unless JIAYI_TOTP_POSTS names the posts
