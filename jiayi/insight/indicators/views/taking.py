"""Take tables and persons away as files; what leaves is in the history first."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.insight.indicators import permissions
from jiayi.insight.indicators.exporting import Table
from jiayi.insight.indicators.models import CoverageSnapshot

from .asking import file_kind


def require_export(request: HttpRequest) -> None:
    """Who may not take rows away finds nothing."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible


def take_table(
    request: HttpRequest, context: dict[str, Any], table: Table, snapshot: CoverageSnapshot
) -> HttpResponseBase:
    """A shown table of numbers with its as-of day; it holds no persons."""
    region, population = context["region"], context["population"]
    kind = file_kind(request)
    words = [region.name, context["population_label"], str(snapshot.as_of), *table.narrowed]
    audit.record(
        by=request.viewer,
        act="indicators.export_coverage",
        subject_kind="region",
        subject_ids=[region.code],
        details={"population": population, "kind": kind, "as_of": snapshot.as_of, "table": table.name},
    )
    return export_response(
        kind,
        name=table.name,
        columns=table.columns,
        rows=table.rows,
        note=ExportNote(request.viewer.actor_name, clock.now(), "；".join(words)),
    )


def take_persons(
    request: HttpRequest, table: Table, ids: Sequence[UUID], *, act: str, details: dict[str, Any], on: date
) -> HttpResponseBase:
    """These persons as a file; every id that leaves is kept in the history, in entries of a bearable length."""
    kind = file_kind(request)
    audit.record_reads(
        by=request.viewer, act=act, resident_ids=ids, details=details | {"kind": kind, "count": len(ids)}
    )
    return export_response(
        kind,
        name=table.name,
        columns=table.columns,
        rows=table.rows,
        note=ExportNote(request.viewer.actor_name, clock.now(), "；".join([*table.narrowed, str(on)])),
    )


def wants_all(request: HttpRequest) -> bool:
    """Whether all persons are wanted, not only those of the page."""
    return request.POST.get("export", "").startswith("all")
