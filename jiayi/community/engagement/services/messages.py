"""Put messages into the outbox: to the living alone, once a key and channel, outside of quiet hours."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from jiayi.community.engagement.channels import channels_for
from jiayi.community.engagement.models import Message
from jiayi.community.engagement.rules.quiet import earliest
from jiayi.community.engagement.selectors.consents import allows
from jiayi.community.engagement.terms import OPEN_STATES, ChannelCode, MessageAsked, MessageState
from jiayi.community.engagement.wording import text_of_message, title_of_message
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.foundation.rulebook.schema import MessageTemplate
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

CHUNK = 1_000


def send_message(*, by: Viewer, asked: MessageAsked, at: dt.datetime) -> list[Message]:
    """One message: see send_messages."""
    return send_messages(by=by, asked=[asked], at=at)


@retrying_atomic
def send_messages(*, by: Viewer, asked: Sequence[MessageAsked], at: dt.datetime) -> list[Message]:
    """Write the messages that can reach somebody, and answer those that were not there already.

    What the resident's page shows stands there at once; of the other channels the first that is open, to who has a
    phone and has not taken the consent back. The dead get nothing. Two queries a schemes' region, not a message.
    """
    found = people.addressees({one.resident_id for one in asked})
    living = [one for one in asked if one.resident_id in found and found[one.resident_id].is_alive]
    consents = _consents(living)
    rows: list[Message] = []
    hours: dict[str, dt.datetime] = {}
    for one in living:
        template, addressee = rulebook().messages[one.template], found[one.resident_id]
        codes = channels_for(
            template, has_phone=addressee.has_phone, allowed=consents[one.resident_id, template.purpose]
        )
        if addressee.region_code not in hours:
            hours[addressee.region_code] = _not_quiet(addressee.region_code, at)
        not_before = at if template.urgent else hours[addressee.region_code]
        rows += _rows(one, template, codes, at=at, not_before=not_before, by=by)
    made = _made(rows)
    if made:
        residents = sorted({row.resident_id for row in made})
        details = {"templates": sorted({row.template for row in made})}
        audit.record(
            by=by,
            act="engagement.send_messages",
            subject_kind="message",
            subject_ids=[row.id for row in made[:100]],
            resident_ids=residents,
            details=details,
        )
    return made


def _consents(asked: Sequence[MessageAsked]) -> dict[tuple[UUID, str | None], bool]:
    book = rulebook().messages
    found: dict[tuple[UUID, str | None], bool] = {}
    for purpose in {book[one.template].purpose for one in asked}:
        ids = {one.resident_id for one in asked if book[one.template].purpose == purpose}
        given = allows(ids, purpose) if purpose else ids
        found |= {(resident_id, purpose): resident_id in given for resident_id in ids}
    return found


def _not_quiet(region_code: str, at: dt.datetime) -> dt.datetime:
    on = at.astimezone(clock.SHANGHAI).date()
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    local = at.astimezone(clock.SHANGHAI)
    return earliest(local, view.get("outbox.quiet_from"), view.get("outbox.quiet_until"))


def _rows(
    asked: MessageAsked,
    template: MessageTemplate,
    codes: list[str],
    *,
    at: dt.datetime,
    not_before: dt.datetime,
    by: Viewer,
) -> Iterable[Message]:
    carried = [code for code in codes if code != ChannelCode.IN_APP]
    expires_at = at + dt.timedelta(minutes=template.expires_minutes) if template.expires_minutes else None
    for code in [*(code for code in codes if code == ChannelCode.IN_APP), *carried[:1]]:
        is_here = code == ChannelCode.IN_APP
        row = Message(
            key=asked.key[:120],
            template=asked.template,
            channel=code,
            others=[] if is_here else carried[1:],
            resident_id=asked.resident_id,
            state=MessageState.SENT if is_here else MessageState.WAITING,
            not_before=at if is_here else not_before,
            sent_at=at if is_here else None,
            expires_at=expires_at,
            asked_by_name=by.actor_name[:60],
        )
        row.seal(dict(asked.words))
        yield row


def _made(rows: list[Message]) -> list[Message]:
    """Those that were not there; another process that writes the same at once makes no second one."""
    keys = {(row.key, row.channel) for row in rows}
    there = set(Message.objects.filter(key__in={key for key, _ in keys}).values_list("key", "channel"))
    fresh = list({(row.key, row.channel): row for row in rows if (row.key, row.channel) not in there}.values())
    Message.objects.bulk_create(fresh, batch_size=CHUNK, ignore_conflicts=True)
    return fresh


@retrying_atomic
def withdraw_messages_of(*, resident_id: UUID) -> int:
    """Nothing that waits goes out to this resident any more. How many were taken back."""
    rows = Message.objects.filter(resident_id=resident_id, state__in=OPEN_STATES)
    return rows.update(state=MessageState.WITHDRAWN, reason="deceased")


@retrying_atomic
def mark_read(*, resident_id: UUID, at: dt.datetime) -> int:
    """The resident has the messages of the page before their eyes. How many were new."""
    rows = Message.objects.filter(resident_id=resident_id, channel=ChannelCode.IN_APP, read_at=None)
    return rows.update(read_at=at)


def message_words(message: Message, language: str) -> tuple[str, str]:
    """Title and text of a message that the caller has found for its reader."""
    return title_of_message(message, language), text_of_message(message, language)
