"""Carry what waits in the outbox: claimed in its own transaction, carried outside of any, noted afterwards."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiayi.community.engagement.channels import CARRIERS
from jiayi.community.engagement.models import Message
from jiayi.community.engagement.rules.quiet import next_try
from jiayi.community.engagement.terms import MessageState
from jiayi.community.engagement.wording import text_of_message
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services

ABANDONED = dt.timedelta(minutes=10)  # a worker that died while it carried: somebody else tries again


@dataclass
class Delivered:
    """How many messages arrived, wait for another try, and were given up."""

    sent: int = 0
    again: int = 0
    failed: int = 0


def deliver_due(*, by: Viewer, at: dt.datetime, most: int = 200) -> Delivered:
    """Carry the messages whose time has come, the earliest first. Two workers never carry the same one."""
    done = Delivered()
    for _number in range(most):
        message = _claim(at)
        if message is None:
            break
        state = _carry(message, at)
        done.sent += state == MessageState.SENT
        done.again += state == MessageState.WAITING
        done.failed += state == MessageState.FAILED
    return done


@transaction.atomic
def _claim(at: dt.datetime) -> Message | None:
    waits = Q(state=MessageState.WAITING, not_before__lte=at)
    left = Q(state=MessageState.SENDING, claimed_at__lte=at - ABANDONED)
    rows = Message.objects.select_for_update(skip_locked=True).filter(waits | left, channel__in=list(CARRIERS))
    message = rows.order_by("not_before", "id").first()
    if message is None:
        return None
    message.state, message.claimed_at = MessageState.SENDING, at
    message.attempts += 1
    message.save(update_fields=["state", "claimed_at", "attempts", "updated_at"])
    return message


def _carry(message: Message, at: dt.datetime) -> str:
    if message.expires_at and message.expires_at <= at:
        return _give_up(message, "expired", at, next_channel=False)
    addressee = people.addressees([message.resident_id]).get(message.resident_id)
    if addressee is None or not addressee.is_alive:
        return _give_up(message, "deceased", at, next_channel=False)
    phone = _phone_of(message)
    if not phone:
        return _give_up(message, "no_phone", at)
    with override("zh-hans"):
        text = text_of_message(message, "zh-hans")
        try:
            CARRIERS[message.channel].carry(phone=phone, text=text)
        except CodedError as error:
            return _try_again(message, addressee.region_code, error.code, at)
    return _note_sent(message, at)


def _phone_of(message: Message) -> str:
    by = SystemViewer()
    resident = people.resident_for(by, message.resident_id)
    return people_services.reveal_phones(by=by, residents=[resident], reason=_("发送短信"))[resident.id]


def _note_sent(message: Message, at: dt.datetime) -> str:
    is_erased = rulebook().messages[message.template].erased
    values = {"state": MessageState.SENT, "sent_at": at, "reason": ""}
    _mine(message).update(**values | ({"sealed_words": b""} if is_erased else {}))
    return MessageState.SENT


def _try_again(message: Message, region_code: str, code: str, at: dt.datetime) -> str:
    on = at.astimezone(clock.SHANGHAI).date()
    found = find_value("outbox.retry_minutes", on, organization.schemes_for(region_code, on))
    moment = next_try(at, message.attempts, found.value if found else [])
    if moment is None or (message.expires_at and moment >= message.expires_at):
        return _give_up(message, code.lower()[:30], at)
    _mine(message).update(state=MessageState.WAITING, not_before=moment, reason=code.lower()[:30])
    return MessageState.WAITING


@transaction.atomic
def _give_up(message: Message, reason: str, at: dt.datetime, *, next_channel: bool = True) -> str:
    """It did not arrive this way; the next channel is tried where there is one."""
    _mine(message).update(state=MessageState.FAILED, reason=reason)
    if next_channel and message.others:
        row = Message(
            key=message.key,
            template=message.template,
            channel=message.others[0],
            others=message.others[1:],
            resident_id=message.resident_id,
            not_before=at,
            expires_at=message.expires_at,
            asked_by_name=message.asked_by_name,
        )
        row.seal(message.words)
        Message.objects.bulk_create([row], ignore_conflicts=True)
    return MessageState.FAILED


def _mine(message: Message) -> QuerySet[Message]:
    """The row as this worker claimed it: one who took too long does not overwrite another's outcome."""
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
