"""Users and viewers for the tests of every room.

`make_viewer(post="doctor", institution=…)` or `(post="county_bureau", region=…)` is the real viewer of a stored user:
what it may do comes from rulebook/posts.yaml. `permissions={…}` replaces what the post permits, for a test of one rule.
"""

import dataclasses
import datetime as dt
import itertools

from django.test import Client

from jiayi.registry.access.models import Post, User
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.viewers import UserViewer

PASSWORD = "correct-horse-battery"
LONG_AGO = dt.date(2020, 1, 1)
_numbers = itertools.count(1)


def make_user(*, username: str | None = None, name: str = "王芳", password: str = PASSWORD, **fields) -> User:
    """A stored user who can sign in with `PASSWORD`."""
    user = User(username=username or f"user{next(_numbers)}", name=name, **fields)
    user.set_password(password)
    user.save()
    return user


def make_post(*, user: User, code: str, region=None, institution=None, starts_on: dt.date = LONG_AGO, **fields) -> Post:
    """A post at a region (object or code) or at an institution."""
    place = {"region_id": getattr(region, "pk", region), "institution_id": getattr(institution, "pk", institution)}
    return Post.objects.create(user=user, code=code, starts_on=starts_on, **place, **fields)


def signed_in(client: Client, post: str = "doctor", **place: object) -> Client:
    """The client with somebody signed in who holds the post at the place."""
    user = make_user()
    make_post(user=user, code=post, **place)
    client.force_login(user)
    return client


def make_viewer(
    *, post: str, region=None, institution=None, practitioner=None, permissions: set[str] | None = None, on=None
) -> UserViewer:
    """The viewer of a new user who holds the post at the place."""
    user = make_user(practitioner=practitioner)
    make_post(user=user, code=post, region=region, institution=institution)
    viewer = viewer_of(user, on)
    if permissions is not None:
        held = tuple(dataclasses.replace(each, permissions=frozenset(permissions)) for each in viewer.posts)
        viewer = dataclasses.replace(viewer, posts=held)
    return viewer
