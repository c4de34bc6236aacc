"""What an adoption would change for the agreements in force: terms, renewals, the window, notices, open records.

Agreements that the rules cannot tell apart are read as one line with their number, so a county is some thousand lines.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY, add_years, completed_years
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import ProposedAdoption, StacksIf
from jiayi.service.agreements import permissions
from jiayi.service.agreements.terms import IN_FORCE, Kind

from .rulings import Rulings

_LINES = """
    WITH village AS (SELECT * FROM unnest(%(codes)s::text[], %(kinds)s::int[]) AS listed (region_code, class)),
    following AS MATERIALIZED (
        SELECT DISTINCT resident_id FROM agreements_agreement
        WHERE state = 'scheduled' AND kind <> 'supplementary'
    )
    SELECT village.class, agreement.kind, agreement.signed_on, agreement.starts_on, agreement.ends_on,
        agreement.state <> 'scheduled' AND following.resident_id IS NOT NULL AS is_followed,
        agreement.notified_on IS NOT NULL AS is_told, agreement.record_opened_on IS NOT NULL AS is_open,
        agreement.open_record_by, count(*)
    FROM agreements_agreement AS agreement
    INNER JOIN village ON village.region_code = agreement.region_code
    LEFT JOIN following ON following.resident_id = agreement.resident_id
    WHERE agreement.state = ANY(%(states)s) AND agreement.kind <> 'supplementary'
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
SOON = dt.timedelta(days=60)
SHOWN = 5


class Line(NamedTuple):
    """Agreements of one class of villages that differ in nothing the rules ask for."""

    place: int
    kind: str
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    is_followed: bool
    is_told: bool
    is_open: bool
    open_record_by: dt.date | None
    count: int


@dataclass(slots=True)
class Split:
    """Agreements whose day would be the same, earlier or later, and those that could not be signed so."""

    same: int = 0
    earlier: int = 0
    later: int = 0
    refused: int = 0

    def add(self, count: int, before: dt.date, after: dt.date, *, allowed: bool = True) -> None:
        name = "refused" if not allowed else "same" if before == after else "earlier" if after < before else "later"
        setattr(self, name, getattr(self, name) + count)


@dataclass(slots=True)
class TermsSide:
    """Agreements in force under one stack: who would renew in silence, ends outside the window, is to be told now,
    and whose record is to be open by a day, late or soon late."""

    renew_in_silence: int = 0
    end_outside_window: int = 0
    notice_due: int = 0
    record_deadline: int = 0
    record_overdue: int = 0
    record_soon: int = 0


class Renewal(NamedTuple):
    """An end that many agreements share, and when the next one would end."""

    ends_on: dt.date
    before: dt.date
    after: dt.date
    count: int


@dataclass(slots=True)
class TermsIf:
    """Both sides; `ends` compares the last days of agreements in force with those that the new rules would have
    given them, `renewals` the last days of the next agreements."""

    in_force: int = 0
    touched: int = 0  # in villages whose stack changes
    ends: Split = field(default_factory=Split)
    renewals: Split = field(default_factory=Split)
    before: TermsSide = field(default_factory=TermsSide)
    after: TermsSide = field(default_factory=TermsSide)
    examples: list[Renewal] = field(default_factory=list)


def terms_if(viewer: Viewer, proposed: ProposedAdoption, *, on: dt.date) -> TermsIf:
    """The agreements in force as of `on` in the region under both stacks; NotVisible outside the viewer's reach."""
    if not viewer.scope(permissions.READ).holds_region(proposed.region_code):
        raise NotVisible
    villages = organization.stacks_if(organization.village_schemes(proposed.region_code, on), proposed)
    kinds = list(dict.fromkeys(villages.values()))
    rulings = Rulings(proposed.starts_on)
    found, ends = TermsIf(), Counter[tuple[dt.date, dt.date, dt.date]]()
    for line in _lines(villages, kinds):
        stacks = kinds[line.place]
        found.in_force += line.count
        found.touched += line.count * (stacks.before != stacks.after)
        _compare(found, ends, line, stacks, rulings)
        _tell(found.before, line, stacks.before, rulings, on, deadline=line.open_record_by)
        _tell(found.after, line, stacks.after, rulings, on, deadline=_deadline(line, stacks, rulings))
    differing = [Renewal(*days, count) for days, count in ends.most_common() if days[1] != days[2]]
    found.examples = differing[:SHOWN]
    return found


def _lines(villages: Mapping[str, StacksIf], kinds: list[StacksIf]) -> Iterator[Line]:
    place = {stacks: number for number, stacks in enumerate(kinds)}
    parameters = {
        "codes": list(villages),
        "kinds": [place[stacks] for stacks in villages.values()],
        "states": list(IN_FORCE),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINES, parameters)
        yield from (Line(*row) for row in cursor.fetchall())


def _compare(
    found: TermsIf, ends: Counter[tuple[dt.date, dt.date, dt.date]], line: Line, stacks: StacksIf, rulings: Rulings
) -> None:
    """The last day against the one the new rules would have set, and the next agreement's on both sides."""
    if stacks.before == stacks.after:
        found.ends.same += line.count
    else:
        own = rulings.term(stacks.after, line.kind, line.signed_on, _previous_end(line), _years(line))
        found.ends.add(line.count, line.ends_on, own.ends_on, allowed=own.allowed)
    if line.is_followed:
        return
    old, new = (rulings.next_term(schemes, line.ends_on) for schemes in (stacks.before, stacks.after))
    found.renewals.add(line.count, old.ends_on, new.ends_on)
    ends[line.ends_on, old.ends_on, new.ends_on] += line.count


def _previous_end(line: Line) -> dt.date | None:
    """Of a renewal that was signed ahead, the day before it starts."""
    is_ahead = line.kind == Kind.RENEWAL and line.starts_on > line.signed_on
    return line.starts_on - ONE_DAY if is_ahead else None


def _years(line: Line) -> int | None:
    """The years that were asked for, where the term is one of whole years."""
    following = line.ends_on + ONE_DAY
    years = completed_years(line.starts_on, following)
    return years if years and add_years(line.starts_on, years) == following else None


def _deadline(line: Line, stacks: StacksIf, rulings: Rulings) -> dt.date | None:
    """By when the record is to be open with the adoption; renewals bring no new deadline, and keep theirs."""
    if stacks.before == stacks.after or line.kind != Kind.FIRST:
        return line.open_record_by
    return rulings.record_open_by(stacks.after, line.signed_on)


def _tell(
    side: TermsSide, line: Line, schemes: tuple[str, ...], rulings: Rulings, on: dt.date, *, deadline: dt.date | None
) -> None:
    if not line.is_followed:
        side.renew_in_silence += line.count * rulings.renews_in_silence(schemes)
        side.end_outside_window += line.count * rulings.is_outside_window(schemes, line.ends_on)
        is_due = not line.is_told and rulings.is_notice_due(schemes, line.ends_on, on)
        side.notice_due += line.count * is_due
    if deadline is not None and not line.is_open:
        side.record_deadline += line.count
        side.record_overdue += line.count * (deadline < on)
        side.record_soon += line.count * (on <= deadline <= on + SOON)
