"""What happened in a resident's record, the newest first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import GroupSource, ResidentStatus

from .agreements import Signing
from .words import choice_label, group_label

LENGTH = 40


def timeline(
    viewer: Viewer, person: Any, memberships: Sequence[Any], signing: Signing | None, language: str
) -> list[dict[str, Any]]:
    """Registration, groups, moves, agreements, refusals; each with its day, a sign, and words."""
    found = [
        *_of_registration(person),
        *_of_groups(memberships, language),
        *_of_departures(people.departures(viewer, person.id), language),
        *(_of_signing(signing) if signing else []),
    ]
    return sorted(found, key=lambda entry: entry["on"], reverse=True)[:LENGTH]


def _of_registration(person: Any) -> Iterator[dict[str, Any]]:
    text = _("档案号 %(number)s") % {"number": person.archive_number} if person.archive_number else ""
    day = timezone.localtime(person.created_at).date()
    yield {"on": day, "icon": "user-plus", "title": _("登记建档"), "text": text}


def _of_groups(memberships: Sequence[Any], language: str) -> Iterator[dict[str, Any]]:
    for each in memberships:
        label = group_label(each.group, language)
        text = each.evidence or choice_label(GroupSource, each.source, language)
        yield {"on": each.since, "icon": "tag", "title": _("列入人群：%(group)s") % {"group": label}, "text": text}
        if each.until:
            yield {
                "on": each.until,
                "icon": "tag-off",
                "title": _("退出人群：%(group)s") % {"group": label},
                "text": "",
            }


def _of_departures(departures: Iterable[Any], language: str) -> Iterator[dict[str, Any]]:
    for each in departures:
        moved = each.kind == ResidentStatus.LIVING_HERE
        title = _("迁到本县另一村") if moved else choice_label(ResidentStatus, each.kind, language)
        if each.undone_at:
            title = _("%(what)s（已撤销）") % {"what": title}
        yield {"on": each.on, "icon": "truck" if moved else "door-exit", "title": title, "text": each.evidence}


def _of_signing(signing: Signing) -> Iterator[dict[str, Any]]:
    for card in [*signing.current, *signing.past]:
        words = {"kind": card.kind, "team": card.team}
        text = _("协议号 %(number)s") % {"number": card.number}
        title = _("%(kind)s，%(team)s") % words
        yield {"on": card.signed_on, "icon": "writing", "title": title, "text": text, "reasons": card.reasons}
        if card.ended_on:
            title = _("协议结束：%(state)s") % {"state": card.state}
            yield {"on": card.ended_on, "icon": "file-off", "title": title, "text": card.end}
    for refusal in signing.refusals:
        text = " ".join(part for part in (refusal.reason, refusal.note) if part)
        yield {"on": refusal.refused_on, "icon": "hand-stop", "title": _("拒签"), "text": text}
        if refusal.withdrawn_on:
            yield {"on": refusal.withdrawn_on, "icon": "hand-off", "title": _("撤回拒签"), "text": ""}
