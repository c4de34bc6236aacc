"""Send one text to everybody of a group: looked at first, begun once, written in the background."""

import datetime as dt
from dataclasses import asdict
from uuid import UUID

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Mailing
from jiayi.community.engagement.selectors.mailings import (
    TEMPLATE,
    addressees_of,
    longest_text,
    mailing_for,
    mailing_groups,
    preview_of,
)
from jiayi.community.engagement.terms import MailingAsked, MailingPreview, MailingState, MessageAsked
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.jobs import services as jobs
from jiayi.foundation.ui.refusals import broken, misshapen

from .messages import send_messages

KIND = "engagement.send_mailing"
CHUNK = 500  # residents of a transaction


def preview_mailing(*, by: Viewer, asked: MailingAsked, on: dt.date) -> MailingPreview:
    """Whom it would reach, and whom not; nothing is written. BadShape where it cannot be sent as it stands."""
    if not by.scope(permissions.ANSWER).holds_region(asked.region_code):
        raise NotVisible
    if asked.group and asked.group not in mailing_groups():
        raise misshapen("E_MAILING_GROUP", "group")
    if not asked.text.strip():
        raise misshapen("E_MAILING_TEXT", "text")
    longest = longest_text(asked, on)
    if len(asked.text.strip()) > longest:
        raise misshapen("E_MAILING_LONG", "text", most=longest, found=len(asked.text.strip()))
    return preview_of(by, asked, on)


@retrying_atomic
def begin_mailing(*, by: Viewer, asked: MailingAsked, submission_id: UUID, on: dt.date) -> Mailing:
    """Write it to its addressees in the background. The same submission is one mailing, however often it comes.

    LawBroken where it reaches nobody, or more than one mailing may.
    """
    preview = preview_mailing(by=by, asked=asked, on=on)
    if not preview.reach.addressees:
        raise broken("B_MAILING_NOBODY")
    if preview.beyond:
        raise broken("B_MAILING_MANY", found=preview.reach.addressees, most=preview.most)
    values = {
        "region_id": asked.region_code,
        "group": asked.group,
        "signed_only": asked.signed_only,
        "text": asked.text.strip(),
        "most": preview.most,
        "counts": asdict(preview.reach),
        "begun_by_name": by.actor_name[:60],
    }
    mailing, is_new = Mailing.objects.get_or_create(submission_id=submission_id, defaults=values)
    if is_new:
        _start(by, mailing)
    return mailing


def _start(by: Viewer, mailing: Mailing) -> None:
    mailing.run_id = jobs.start(by=by, kind=KIND, arguments={"mailing_id": str(mailing.id)}).pk
    mailing.save(update_fields=["run_id", "updated_at"])
    details = {"region": mailing.region_id, "group": mailing.group, "signed_only": mailing.signed_only}
    audit.record(
        by=by,
        act="engagement.begin_mailing",
        subject_kind="mailing",
        subject_ids=[mailing.id],
        details=details | mailing.counts,
    )


def write_mailing(*, by: Viewer, mailing_id: UUID, at: dt.datetime, say: jobs.Progress) -> None:
    """Write the messages, some hundreds a transaction; begun anew after a stop it writes nobody a second one."""
    mailing = mailing_for(by, mailing_id, permission=permissions.ANSWER)
    _stands(mailing, MailingState.SENDING)
    try:
        _write(by, mailing, at, say)
    except BaseException:
        _stands(mailing, MailingState.STOPPED)
        raise
    _stands(mailing, MailingState.SENT)


def _write(by: Viewer, mailing: Mailing, at: dt.datetime, say: jobs.Progress) -> None:
    rows = addressees_of(by, mailing.asked, at.astimezone(clock.SHANGHAI).date()).values_list("pk", flat=True)
    done, words = 0, {"text": mailing.text}
    chunk = list(rows[: min(CHUNK, mailing.most)])
    while chunk:
        asked = [MessageAsked(f"{mailing.key}:{one}", TEMPLATE, one, words) for one in chunk]
        send_messages(by=by, asked=asked, at=at)
        done += len(chunk)
        say.say(done=done, total=mailing.counts["addressees"])
        chunk = list(rows.filter(pk__gt=chunk[-1])[: min(CHUNK, mailing.most - done)])


def _stands(mailing: Mailing, state: MailingState) -> None:
    Mailing.objects.filter(pk=mailing.pk).update(state=state)
