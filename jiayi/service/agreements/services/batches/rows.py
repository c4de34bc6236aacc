"""A row's verdict, and how a row is tried: a refusal of the service becomes the row's reason, the others go on."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.intake.services import reason_text, reasons_of
from jiayi.service.agreements.terms import RowVerdict


@dataclass(frozen=True)
class Outcome:
    """What became of a row: the agreement it made or ended, the one a change ended; or the reasons against it."""

    verdict: str
    codes: tuple[str, ...] = ()
    texts: tuple[dict[str, str], ...] = ()
    agreement_id: UUID | None = None
    former_id: UUID | None = None
    resident_id: UUID | None = None
    whose: tuple[str, ...] = ()  # beside the codes: the resident whom each concerns, "" for all of the paper

    def of(self, resident_id: UUID) -> "Outcome":
        """Of a refused paper what concerns this resident; who is only held back by others of it is told so."""
        kept = [place for place, whom in enumerate(self.whose) if whom in ("", str(resident_id))]
        if self.whose and not kept:
            return rejected("E_ROW_HOUSEHOLD_HELD")
        if not self.whose:
            return self
        return replace(self, codes=tuple(self.codes[one] for one in kept), texts=tuple(self.texts[one] for one in kept))


Row = tuple[int, list[str], Outcome]  # its number (in a workbook the header is 1), its cells, what became of it


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """Rows in all and by verdict."""
    found = Counter(str(outcome.verdict) for _, _, outcome in rows)
    return {"rows": len(rows), **{str(verdict): found[str(verdict)] for verdict in RowVerdict}}


def rejected(code: str, **words: Any) -> Outcome:
    """A row that cannot be acted on."""
    return Outcome(RowVerdict.REJECTED, (code,), (reason_text(code, **words),))


def tried(act: Callable[[], Outcome], resident_id: UUID | None = None) -> Outcome:
    """The act's outcome, or its refusal as the row's reasons; nothing of a refused row stays."""
    try:
        with transaction.atomic():
            return act()
    except NotVisible:
        return rejected("E_ROW_NOT_VISIBLE")
    except (LawBroken, BadShape) as refusal:
        whose = tuple(str(one.get("resident") or "") for one in refusal.breaches)
        return Outcome(RowVerdict.REJECTED, *reasons_of(refusal), resident_id=resident_id, whose=whose)
