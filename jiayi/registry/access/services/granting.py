"""Posts: granted and ended by a security administrator, never by and to the same person."""

import datetime as dt

from django.utils.translation import gettext as _

from jiayi.foundation.audit.services import record
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.access import posts
from jiayi.registry.access.models import Post, User
from jiayi.registry.access.permissions import POST_GRANT
from jiayi.registry.access.rules import periods_meet, stand_apart
from jiayi.registry.access.selectors import holds_place, post_for, user_for
from jiayi.registry.access.terms import Refusal


@retrying_atomic
def grant_post(
    *,
    by: Viewer,
    user_id,
    code: str,
    region_code: str | None = None,
    institution_id=None,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> Post:
    """Give a user a post at one place, for both inclusive days; one of the three administrators stands alone."""
    user = user_for(by, user_id, POST_GRANT, lock=True)
    if user.pk == by.actor_id:
        raise LawBroken(Refusal.OWN_ACCOUNT, _("不能给自己授予岗位。"))
    if not posts.known(code):
        raise BadShape(Refusal.POST_UNKNOWN, _("没有这个岗位。"))
    if bool(region_code) == bool(institution_id):
        raise BadShape(Refusal.POST_NEEDS_ONE_PLACE, _("岗位要选一个地区或一个机构。"))
    if ends_on and ends_on < starts_on:
        raise BadShape(Refusal.POST_ENDS_BEFORE_START, _("终止日期不能早于开始日期。"))
    if not holds_place(by, POST_GRANT, region_code, institution_id):
        raise NotVisible
    _refuse_conflicts(user, code, region_code, institution_id, starts_on, ends_on)
    post = Post.objects.create(
        user=user,
        code=code,
        region_id=region_code or None,
        institution_id=institution_id or None,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    details = {"post": code, "place": str(region_code or institution_id), "starts_on": starts_on, "ends_on": ends_on}
    record(by=by, act="access.grant_post", subject_kind="user", subject_ids=[user.pk], details=details)
    return post


def _refuse_conflicts(user: User, code: str, region_code, institution_id, starts_on, ends_on) -> None:
    for held in user.posts.all():
        if not periods_meet(held.starts_on, held.ends_on, starts_on, ends_on):
            continue
        if not stand_apart(held.code, code):
            raise LawBroken(
                Refusal.ADMINISTRATORS_SEPARATED,
                _("系统管理员、安全管理员、审计管理员三员分立：持有其中一个岗位的人不能同时持有其他岗位。"),
            )
        if (held.code, held.region_id, held.institution_id) == (code, region_code or None, institution_id or None):
            raise LawBroken(Refusal.POST_HELD, _("这段时间内该用户已有这个岗位。"))


@retrying_atomic
def end_post(*, by: Viewer, post_id, on: dt.date) -> Post:
    """The post's last day is the day before `on`, so that it permits nothing from now; one not begun never begins."""
    post = post_for(by, post_id, lock=True)
    if post.user_id == by.actor_id:
        raise LawBroken(Refusal.OWN_ACCOUNT, _("不能处理自己的岗位，请另一位管理员办理。"))
    day_before = on - dt.timedelta(days=1)
    details = {"post": post.code, "ends_on": day_before}
    record(by=by, act="access.end_post", subject_kind="user", subject_ids=[post.user_id], details=details)
    if post.starts_on > day_before:
        post.delete()
        return post
    post.ends_on = day_before
    post.save(update_fields=["ends_on", "updated_at"])
    return post
