"""Mailings within reach, whom one would reach, and what became of its messages."""

import datetime as dt
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from jiayi.community.engagement import permissions
from jiayi.community.engagement.channels import channels_for
from jiayi.community.engagement.models import Mailing, Message
from jiayi.community.engagement.terms import ChannelCode, MailingAsked, MailingPreview, MailingReach
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import RUNNING

from .consents import allowing
from .messages import messages
from .reaching import wholly_within

TEMPLATE = "team_notice"


def mailings(viewer: Viewer, *, permission: str = permissions.READ) -> QuerySet[Mailing]:
    """The mailings of regions that lie wholly within reach, the latest first."""
    rows = Mailing.objects.filter(wholly_within(viewer, permission))
    return rows.select_related("region").order_by("-created_at", "-id")


def mailing_for(viewer: Viewer, mailing_id: UUID, *, permission: str = permissions.READ) -> Mailing:
    """One of them; NotVisible out of reach."""
    found = mailings(viewer, permission=permission).filter(pk=mailing_id).first()
    if found is None:
        raise NotVisible
    return found


def mailing_groups() -> list[str]:
    """Groups that may be written to: none whose name or programme is restricted, as any phone shows the text."""
    book = rulebook()
    hidden = {group for one in book.programmes.values() if one.restricted for group in one.groups}
    return [code for code in book.open_groups if code not in hidden]


def preview_of(viewer: Viewer, asked: MailingAsked, on: dt.date) -> MailingPreview:
    """Whom a mailing would reach and whom not, counted in one query."""
    reach, template = _reach(viewer, asked, on), rulebook().messages[TEMPLATE]
    by_channel = {ChannelCode.IN_APP.value: reach.addressees}
    for has_phone, count in ((True, reach.with_phone), (False, reach.addressees - reach.with_phone)):
        codes = channels_for(template, has_phone=has_phone, allowed=True)
        first = next((code for code in codes if code != ChannelCode.IN_APP), "")
        if first and count:
            by_channel[first] = by_channel.get(first, 0) + count
    return MailingPreview(reach, by_channel, int(_limit("mailing.most_addressees", asked, on)))


def longest_text(asked: MailingAsked, on: dt.date) -> int:
    """Characters that one text may have there."""
    return int(_limit("mailing.longest_text", asked, on))


def addressees_of(viewer: Viewer, asked: MailingAsked, on: dt.date) -> QuerySet:
    """Who gets it: living there, willing, within the viewer's reach; in the order they were entered."""
    rows = _members(viewer, asked, on).filter(_willing(), status=ResidentStatus.LIVING_HERE)
    return rows.order_by("pk")


def deliveries(viewer: Viewer, mailing: Mailing) -> QuerySet[Message]:
    """The messages of a mailing to residents within reach, as the outbox has them."""
    return messages(viewer).filter(_of(mailing))


def delivered(mailing: Mailing) -> dict[str, dict[str, int]]:
    """How many messages of a mailing that the caller has found stand how, by channel and state."""
    found: dict[str, dict[str, int]] = {}
    rows = Message.objects.filter(_of(mailing)).order_by().values_list("channel", "state")
    for channel, state, count in rows.annotate(count=Count("pk")):
        found.setdefault(channel, {})[state] = count
    return found


def _of(mailing: Mailing) -> Q:
    return Q(key__gte=f"{mailing.key}:", key__lt=f"{mailing.key};")  # the sign after the colon


def _limit(key: str, asked: MailingAsked, on: dt.date) -> int:
    return value_on(key, on, organization.schemes_for(asked.region_code, on))


def _willing() -> Q:
    purpose = rulebook().messages[TEMPLATE].purpose
    return allowing(purpose) if purpose else Q()


def _members(viewer: Viewer, asked: MailingAsked, on: dt.date) -> QuerySet:
    """Everybody the mailing is about, the dead and the unwilling too."""
    rows = people.residents(viewer, on=on, region=asked.region_code, group=asked.group).order_by()
    if asked.signed_only:
        running = agreements.agreements(SystemViewer(), agreements.AgreementFilters()).filter(state__in=RUNNING)
        rows = rows.filter(pk__in=running.order_by().values("resident_id"))
    return rows


def _reach(viewer: Viewer, asked: MailingAsked, on: dt.date) -> MailingReach:
    here, dead = Q(status=ResidentStatus.LIVING_HERE), Q(status=ResidentStatus.DECEASED)
    rows = _members(viewer, asked, on).annotate(wants=ExpressionWrapper(_willing(), output_field=BooleanField()))
    counted = rows.aggregate(
        addressees=Count("pk", filter=here & Q(wants=True)),
        with_phone=Count("pk", filter=here & Q(wants=True, phone_index__isnull=False)),
        deceased=Count("pk", filter=dead),
        away=Count("pk", filter=~here & ~dead),
        refused=Count("pk", filter=here & Q(wants=False)),
    )
    return MailingReach(**counted)
