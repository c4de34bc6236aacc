"""Words and pictures of accounts."""

import base64
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils import translation
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined

from . import posts
from .models import Authenticator, Post, User
from .viewers import UserViewer


def own_posts(viewer: UserViewer) -> list[str]:
    """The names of the viewer's posts in force."""
    return [posts.label_of(post.code, translation.get_language()) for post in viewer.posts]


def post_names(user: User) -> str:
    """The posts that a listed account holds today."""
    language = translation.get_language()
    return joined(dict.fromkeys(posts.label_of(post.code, language) for post in user.posts_today))


@dataclass(frozen=True)
class AccountLine:
    """An account as one line of a list."""

    user: User
    posts: str


@dataclass(frozen=True)
class PostLine:
    """A post as one line of a table."""

    post: Post
    name: str
    place: str

    @staticmethod
    def of(post: Post) -> "PostLine":
        name = posts.label_of(post.code, translation.get_language())
        return PostLine(post, name, (post.region or post.institution).name)


@dataclass(frozen=True)
class PermissionTable:
    """Posts by permissions: the names of both, and for each permission whether each post has it."""

    posts: list[str]
    rows: list[tuple[str, list[bool]]]


def permission_table(language: str) -> PermissionTable:
    """What each post of the rulebook permits."""
    codes = posts.codes()
    held = [posts.permissions_of(code) for code in codes]
    rows = [(label, [permission in each for each in held]) for permission, label in posts.permission_labels(language)]
    return PermissionTable([posts.label_of(code, language) for code in codes], rows)


def enrolment_address(authenticator: Authenticator) -> str:
    """What the QR code says to the authenticator app (otpauth://)."""
    issuer = _("家医")
    label = quote(f"{issuer}:{authenticator.user.username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': _base32(authenticator), 'issuer': issuer})}"


def spelled_secret(authenticator: Authenticator) -> str:
    """The secret in groups of four, for typing in by hand."""
    text = _base32(authenticator)
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def data_uri(picture: bytes) -> str:
    """An SVG picture as an address that the content security policy lets through (img-src data:)."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"


def _base32(authenticator: Authenticator) -> str:
    return base64.b32encode(authenticator.secret).decode()
