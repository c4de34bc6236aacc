"""Act on the rows of a workbook of agreements: sign, change packages, end; each row by itself."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.db import transaction

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.intake.services import Table, open_table
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors.packages import packages_on_offer
from jiayi.service.agreements.services.changing import change_packages
from jiayi.service.agreements.services.signing import sign_agreement
from jiayi.service.agreements.services.terminating import terminate_agreement
from jiayi.service.agreements.terms import (
    IN_FORCE,
    Channel,
    ImportAct,
    Kind,
    RequestedBy,
    RowVerdict,
    SigningRequest,
    TerminationRequest,
)

from .reading import RowAsked, aliases, read_row, required_columns
from .rows import Outcome, Row, counts_of, rejected, tried


@dataclass
class AgreementImport:
    """What became of every row."""

    table: Table
    rows: list[Row] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows in all and by verdict."""
        return counts_of(self.rows)


def import_agreements(
    *,
    by: Viewer,
    path: Path,
    on: dt.date,
    file_name: str = "",
    dry_run: bool = False,
    say: Callable[[int], object] = lambda done: None,
) -> AgreementImport:
    """Judge and act on every row; a dry run leaves nothing. FileRefused for what is no workbook of agreements.

    A second time the rows that stand already are `unchanged`.
    """
    done = AgreementImport(
        open_table(path, aliases=aliases(), required=required_columns(), file_name=file_name or path.name)
    )
    with transaction.atomic():
        for row in _acted(by, done.table, on):
            done.rows.append(row)
            say(len(done.rows))
        if dry_run:
            transaction.set_rollback(True)
    return done


def _acted(by: Viewer, table: Table, on: dt.date) -> Iterator[Row]:
    desk = _Desk(by, on)
    for number, cells in table.rows():
        asked = read_row(cells, table.columns, on)
        yield number, cells, rejected(asked) if isinstance(asked, str) else desk.act(asked)


class _Desk:
    """What rows have in common: who acts, on which day, the teams and packages known by name."""

    def __init__(self, by: Viewer, on: dt.date) -> None:
        self.by, self.on = by, on

    @cached_property
    def teams(self) -> dict[str, list]:
        found: dict[str, list] = {}
        for team in organization.teams(self.by, on=self.on, is_open=True):
            found.setdefault(team.name, []).append(team)
        return found

    def act(self, asked: RowAsked) -> Outcome:
        resident = people.resident_with_number(self.by, asked.number)
        if resident is None:
            return rejected("E_ROW_RESIDENT_UNKNOWN")
        if resident.name_key != asked.name:
            return rejected("E_ROW_NAME_DIFFERS")
        held = self._held(resident.id)
        acts = {ImportAct.ADD: self._add, ImportAct.CHANGE: self._change, ImportAct.END: self._end}
        return tried(lambda: acts[ImportAct(asked.act)](asked, resident, held), resident.id)

    def _held(self, resident_id) -> Agreement | None:
        rows = Agreement.objects.filter(resident_id=resident_id, state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
        return rows.select_related("team").order_by("starts_on").first()

    def _add(self, asked: RowAsked, resident, held: Agreement | None) -> Outcome:
        team = self._team(asked)
        if isinstance(team, Outcome):
            return team
        if asked.signed_on is None:
            return rejected("E_ROW_DATE")
        codes = self._packages(asked, team.institution_id, asked.signed_on) or ("basic",)
        if held and (held.team_id, held.signed_on, set(held.package_codes)) == (team.id, asked.signed_on, set(codes)):
            return Outcome(RowVerdict.UNCHANGED, agreement_id=held.id, resident_id=resident.id)
        request = SigningRequest(
            team_id=team.id,
            packages=codes,
            signed_on=asked.signed_on,
            resident_ids=(resident.id,),
            kind=Kind.RENEWAL if held and held.ends_on < asked.signed_on else Kind.FIRST,
            years=asked.years,
            late_reason=asked.note or Channel.IMPORT.label_zh,
            channel=Channel.IMPORT,
        )
        paper = sign_agreement(by=self.by, asked=request, on=self.on)
        return Outcome(RowVerdict.ADDED, agreement_id=paper.agreements.get().id, resident_id=resident.id)

    def _change(self, asked: RowAsked, resident, held: Agreement | None) -> Outcome:
        if held is None:
            return rejected("E_ROW_NOT_SIGNED")
        day = asked.signed_on or self.on
        codes = self._packages(asked, held.institution_id, day)
        if not codes:
            return rejected("E_NO_PACKAGE")
        if set(codes) == set(held.package_codes):
            return Outcome(RowVerdict.UNCHANGED, agreement_id=held.id, resident_id=resident.id)
        paper = change_packages(
            by=self.by, agreement_id=held.id, packages=codes, signed_on=day, on=self.on, channel=Channel.IMPORT
        )
        made = paper.agreements.get()
        return Outcome(RowVerdict.CHANGED, agreement_id=made.id, former_id=held.id, resident_id=resident.id)

    def _end(self, asked: RowAsked, resident, held: Agreement | None) -> Outcome:
        if held is None:
            over = Agreement.objects.filter(resident_id=resident.id, end_reason=asked.end_reason)
            over = over.filter(ended_on=asked.ended_on) if asked.ended_on else over
            if over.exists():
                return Outcome(RowVerdict.UNCHANGED, resident_id=resident.id)
            return rejected("E_ROW_NOT_SIGNED")
        ending = TerminationRequest(
            requested_by=RequestedBy.RESIDENT,
            reason=asked.end_reason,
            confirmed_by_resident=True,
            confirmed_by_team=True,
            ended_on=asked.ended_on,
            evidence=asked.note,
            note=asked.note,
        )
        terminate_agreement(by=self.by, agreement_id=held.id, asked=ending, on=self.on)
        return Outcome(RowVerdict.ENDED, agreement_id=held.id, resident_id=resident.id)

    def _team(self, asked: RowAsked):
        found = self.teams.get(asked.team, [])
        if len(found) != 1:
            return rejected("E_ROW_TEAM_DOUBLE" if found else "E_ROW_TEAM_UNKNOWN", team=asked.team)
        return found[0]

    def _packages(self, asked: RowAsked, institution_id, day: dt.date) -> tuple[str, ...]:
        """Codes of packages by code or name; what is unknown stays as it is, for the service to refuse."""
        names = {offer.label_zh: offer.code for offer in packages_on_offer(day, institution_id=institution_id)}
        return tuple(names.get(one, one) for one in asked.packages)
