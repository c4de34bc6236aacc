"""Take a list away as a file: this page of it, or all of it, as a workbook or as CSV."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.exports import Column, ExportNote, export_response
from jiayi.foundation.ui.wording import text_of

from .page import ListPage

EXPORT_LIMIT = 50_000  # rows about persons in one file: beyond it the record of whose they are would be a list itself
CHOICES = ("page-xlsx", "all-xlsx", "page-csv", "all-csv")  # of the export menu, the first the usual one


@dataclass(frozen=True)
class Taken:
    """What is taken away: `extent` page or all, `kind` xlsx or csv."""

    extent: str
    kind: str
    page: ListPage

    @property
    def is_whole(self) -> bool:
        return self.extent == "all"

    def resident_ids(self, field: str = "resident_id") -> list[Any]:
        """Everybody whose row leaves, each once; refuses with E_EXPORT_TOO_LARGE more rows than EXPORT_LIMIT.

        `field` leads from a row to the person, as in a query: "record__resident_id".
        """
        if self.is_whole:
            found = list(self.page.matching.order_by().values_list(field, flat=True)[: EXPORT_LIMIT + 1])
        else:
            found = [attrgetter(field.replace("__", "."))(row) for row in self.page.rows]
        if len(found) > EXPORT_LIMIT:
            raise _too_large()
        return [one for one in dict.fromkeys(found) if one]

    def details(self) -> dict[str, Any]:
        """For the history."""
        filters, count = dict(self.page.values), self.page.count_text if self.is_whole else len(self.page.rows)
        return {"extent": self.extent, "kind": self.kind, "filters": filters, "rows": count}


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """A list as a file. `record` writes into the history what is taken, before anything leaves; `rows` turns the
    list's rows into those that the columns read."""

    name: str
    columns: Sequence[Column]
    record: Callable[[Taken], object]
    rows: Callable[[Iterable[Any]], Iterable[Any]] = iter


def list_file(request: HttpRequest, page: ListPage, file: ListFile, *, at: dt.datetime) -> HttpResponseBase:
    """The download that the export menu asked for. Whether the viewer may is the caller's to say."""
    wanted = request.POST.get("export", "")
    extent, _dash, kind = (wanted if wanted in CHOICES else CHOICES[0]).partition("-")
    taken = Taken(extent, kind, page)
    file.record(taken)
    rows = file.rows(page.every_row() if taken.is_whole else page.rows)
    note = ExportNote(by=request.viewer.actor_name, at=at, filters=page.filter_words)
    return export_response(kind, name=file.name, columns=file.columns, rows=rows, note=note)


def _too_large() -> BadShape:
    fault = asdict(reason(rulebook(), "E_EXPORT_TOO_LARGE", limit=EXPORT_LIMIT))
    return BadShape(fault["code"], text_of(fault), breaches=[fault])
