"""Who a user is to the rest of the software; accounts, posts and tokens as their keepers see them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Nobody, Scope, Viewer
from jiayi.registry.organization import selectors as organization

from . import standing
from .models import ApiToken, Authenticator, Post, User
from .permissions import ACCOUNT_MANAGE, POST_GRANT


def viewer_of(user: Any, on: dt.date | None = None) -> Viewer:
    """The viewer behind a request's user (or Nobody), by the posts in force on the day; one query."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Nobody()
    return standing.of_user(user.pk, on or clock.today())


def viewer_with_id(user_id: UUID | None, on: dt.date | None = None) -> Viewer:
    """The viewer behind a stored user id, by the posts in force now; Nobody where the account is gone or closed."""
    return standing.of_user(user_id, on or clock.today()) if user_id else Nobody()


def viewer_of_token(digest: str, at: dt.datetime) -> Viewer:
    """The viewer whose token has this digest, while it counts (or Nobody), by the posts in force now; one query."""
    return standing.of_token(digest, clock.today(), at)


def _open(on: dt.date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))


def users(viewer: Viewer, permission: str | None = None) -> QuerySet[User]:
    """The accounts that a system or security administrator looks after, by the region that keeps them."""
    if permission:
        return User.objects.filter(_kept_in(viewer.scope(permission)))
    return User.objects.filter(_kept_in(viewer.scope(ACCOUNT_MANAGE)) | _kept_in(viewer.scope(POST_GRANT)))


def accounts(viewer: Viewer, on: dt.date) -> QuerySet[User]:
    """Those accounts with the posts they hold on a day (`posts_today`); NotVisible for everybody else."""
    if not (viewer.can(ACCOUNT_MANAGE) or viewer.can(POST_GRANT)):
        raise NotVisible
    held = Post.objects.filter(_open(on)).order_by("code")
    return users(viewer).prefetch_related(Prefetch("posts", held, to_attr="posts_today"))


def holds_post(on: dt.date, code: str | None = None) -> Q:
    """The users who hold this post, or any, on a day."""
    held = Post.objects.filter(_open(on), user=OuterRef("pk"))
    return Q(Exists(held.filter(code=code) if code else held))


def account_regions(viewer: Viewer) -> list:
    """The regions whose accounts the viewer may create; NotVisible where there are none."""
    codes = viewer.scope(ACCOUNT_MANAGE).region_prefixes
    if not codes:
        raise NotVisible
    return [organization.region_for(viewer, code) for code in codes]


def user_for(viewer: Viewer, user_id: UUID, permission: str | None = None, *, lock: bool = False) -> User:
    """One of those accounts, or NotVisible; locked until the end of the transaction where it will be changed."""
    found = users(viewer, permission).filter(pk=user_id)
    user = (found.select_for_update() if lock else found).first()
    if user is None:
        raise NotVisible
    return user


def posts_of(viewer: Viewer, user: User) -> QuerySet[Post]:
    """Every post of a visible account, the present ones first."""
    return user_for(viewer, user.pk).posts.select_related("region", "institution").order_by("-ends_on", "-starts_on")


def post_for(viewer: Viewer, post_id: UUID, *, lock: bool = False) -> Post:
    """A post that the viewer may grant and end, of an account they look after."""
    found = Post.objects.filter(pk=post_id, user__in=users(viewer, POST_GRANT))
    post = (found.select_for_update(of=("self",)) if lock else found).first()
    if post is None or not holds_place(viewer, POST_GRANT, post.region_id, post.institution_id):
        raise NotVisible
    return post


def holds_place(viewer: Viewer, permission: str, region_code: str | None, institution_id: UUID | None) -> bool:
    """Whether the permission is held over a region, or over the region where an institution stands."""
    if institution_id:
        region_code = organization.institution_for(viewer, institution_id).region_id
    return viewer.can(permission, organization.region_for(viewer, region_code).pk)


def tokens_of(viewer: Viewer, at: dt.datetime) -> QuerySet[ApiToken]:
    """The viewer's own tokens that still count."""
    return ApiToken.objects.filter(user_id=viewer.actor_id, revoked_at=None, expires_at__gt=at).order_by("-created_at")


def authenticator_of(user_id: UUID) -> Authenticator | None:
    """The user's confirmed authenticator, if they enrolled one."""
    return Authenticator.objects.filter(user_id=user_id, confirmed=True).first()


def waiting_authenticator(viewer: Viewer) -> Authenticator | None:
    """The viewer's authenticator that waits for its first code."""
    return Authenticator.objects.filter(user_id=viewer.actor_id, confirmed=False).first()


def _kept_in(scope: Scope) -> Q:
    if scope.everything:
        return Q()
    kept = Q(pk__in=[])
    for prefix in scope.region_prefixes:
        kept |= Q(region__code__startswith=prefix)
    return kept
