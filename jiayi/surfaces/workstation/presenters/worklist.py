"""The part of the first page for those who sign and serve: who is to be signed, what runs out, what was done."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.lists import COUNT_LIMIT
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks import selectors as tasks
from jiayi.registry.tasks.terms import Due
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.selectors import AgreementFilters, ToSignFilters
from jiayi.service.agreements.terms import State, VisitStanding
from jiayi.service.fulfilment import selectors as fulfilment
from jiayi.surfaces.workstation.permissions import (
    AGREEMENT_ASSIST,
    AGREEMENT_READ,
    AGREEMENT_SIGN,
    FULFILMENT_READ,
    REFUSAL_RECORD,
    RESIDENT_READ,
    TASK_READ,
    VISIT_LIST_READ,
)

from .addresses import address
from .cards import Card
from .words import groups_in_words, sex_label

SHOWN = 6
SOON_DAYS = 60
RECENT_DAYS = 30


@dataclass(frozen=True)
class PersonRow:
    """A resident with one thing about them."""

    id: UUID
    name: str
    sex: str
    age: int
    place: str
    note: str
    on: date | None = None


@dataclass(frozen=True)
class Worklist:
    """Who is to be signed first, whose agreement ends soonest, who signed last."""

    to_sign: list[PersonRow]
    expiring: list[PersonRow]
    recent: list[PersonRow]
    to_sign_url: str
    list_url: str

    @property
    def resident_ids(self) -> list[UUID]:
        return list(dict.fromkeys(row.id for row in [*self.to_sign, *self.expiring, *self.recent]))


def signs(viewer: Viewer) -> bool:
    """Whether the viewer signs residents, or helps those who do."""
    return viewer.can(AGREEMENT_SIGN) or viewer.can(AGREEMENT_ASSIST)


def signing_cards(viewer: Viewer, on: date) -> list[Card]:
    """Counts of agreements within the viewer's reach, each a link to its list."""
    if not viewer.can(AGREEMENT_READ):
        return []
    listed = address("agreements:list")
    soon, since = on + timedelta(days=SOON_DAYS), on - timedelta(days=RECENT_DAYS)
    active = AgreementFilters(states=[State.ACTIVE])
    expiring = AgreementFilters(states=[State.ACTIVE], ends_from=on, ends_to=soon)
    recent = AgreementFilters(signed_from=since, signed_to=on)
    within, lately = _("%(days)s 天内") % {"days": SOON_DAYS}, _("近 %(days)s 天") % {"days": RECENT_DAYS}
    counts = agreements.counts_of(viewer, [active, expiring, recent], limit=COUNT_LIMIT + 1)
    in_force, ending, new = (_shown(count) for count in counts)
    cards = [
        Card(_("生效中的协议"), in_force, "", "file-check", "green", listed),
        Card(_("即将到期"), ending, within, "clock", "yellow", listed),
        Card(_("新近签约"), new, lately, "writing", "azure", listed),
    ]
    if viewer.can(FULFILMENT_READ):
        cards.append(_unserved_card(viewer))
    if viewer.can(REFUSAL_RECORD):
        refused = _capped(agreements.refusals(viewer))
        cards.append(Card(_("拒签登记"), refused, "", "hand-stop", "secondary", address("agreements:refusals")))
    return cards


def visit_cards(viewer: Viewer, on: date) -> list[Card]:
    """How many a local helper may visit, and how many of them are still to be asked; each a link to its list."""
    if not viewer.can(VISIT_LIST_READ):
        return []
    rows, listed = agreements.to_visit(viewer, on=on), address("agreements:visits")
    to_ask = agreements.of_standing(rows, VisitStanding.TO_ASK)
    return [
        Card(_("走访名单"), _capped(rows), _("住在本地的居民"), "walk", "azure", listed),
        Card(
            _("待动员签约"),
            _capped(to_ask),
            _("尚未签约，也没有表示不愿"),
            "message-circle",
            "yellow",
            f"{listed}?standing={VisitStanding.TO_ASK}" if listed else "",
        ),
    ]


def _unserved_card(viewer: Viewer) -> Card:
    """Those signed of whom something due was not done (S1-13), a link to their names."""
    late = _capped(fulfilment.late(fulfilment.unserved(viewer)))
    listed, colour = f"{address('fulfilment:unserved')}?how=late", "green" if late == "0" else "red"
    return Card(_("签而未服"), late, _("应做未做"), "user-exclamation", colour, listed)


def _capped(rows: Any) -> str:
    return _shown(rows.order_by()[: COUNT_LIMIT + 1].count())


def _shown(count: int) -> str:
    return f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"


def task_cards(viewer: Viewer, on: date) -> list[Card]:
    """What is due and what is late, each a link to its list."""
    if not viewer.can(TASK_READ):
        return []
    counts = tasks.task_counts(viewer, on=on)
    due, late = (sum(n for (near, _kind), n in counts.items() if near == each) for each in (Due.NOW, Due.OVERDUE))
    listed = address("tasks:tasks")
    colour, hint = ("red", _("请尽快处理")) if late else ("green", "")
    return [
        Card(_("应办"), _shown(due), _("到期前办完"), "checklist", "azure", listed),
        Card(
            _("已逾期"),
            _shown(late),
            _("请尽快处理") if late else "",
            "alert-triangle",
            "red" if late else "green",
            listed,
        ),
    ]


def worklist(viewer: Viewer, on: date, language: str) -> Worklist | None:
    """The first rows of each list; None for those who do not sign, or have no region to sign in."""
    region = min(viewer.scope(RESIDENT_READ).region_prefixes, key=len, default="")
    if not signs(viewer) or not region:
        return None
    unsigned = agreements.to_sign(viewer, ToSignFilters(region=region), on=on, limit=SHOWN).rows
    soon = AgreementFilters(states=[State.ACTIVE], ends_from=on, ends_to=on + timedelta(days=SOON_DAYS))
    expiring = list(_lines(agreements.agreements(viewer, soon)).order_by("ends_on", "id")[:SHOWN])
    recent = list(_lines(agreements.agreements(viewer))[:SHOWN])
    persons = {row.resident.id: row.resident for row in unsigned}
    persons |= {each.resident_id: each.resident for each in [*expiring, *recent]}
    shown = _people(list(persons.values()), on, language)
    return Worklist(
        to_sign=[
            PersonRow(**shown[row.resident.id], note=joined(groups_in_words(row.because, language))) for row in unsigned
        ],
        expiring=[PersonRow(**shown[each.resident_id], note=each.team.name, on=each.ends_on) for each in expiring],
        recent=[PersonRow(**shown[each.resident_id], note=each.team.name, on=each.signed_on) for each in recent],
        to_sign_url=address("agreements:to_sign"),
        list_url=address("agreements:list"),
    )


def _lines(found: Any) -> Any:
    """Agreements with what a line of the page shows, where a list shows more."""
    return found.select_related(None).prefetch_related(None).select_related("resident", "team")


def _people(residents: list[Any], on: date, language: str) -> dict[UUID, dict[str, Any]]:
    """What every row shows of a resident; one query for all of them."""
    places = organization.region_names({resident.region_id for resident in residents})
    return {
        resident.id: {
            "id": resident.id,
            "name": resident.name,
            "sex": sex_label(resident.sex, language),
            "age": completed_years(resident.birth_date, on),
            "place": places.get(resident.region_id, ""),
        }
        for resident in residents
    }
