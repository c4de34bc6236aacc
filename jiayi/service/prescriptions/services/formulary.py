"""Take in a county's formulary: every row judged first, taken over when somebody says so, undone as a whole."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.intake.services import open_table, reason_text
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.faults import forbidden
from jiayi.service.prescriptions.models import FormularyBatch, FormularyLine, InstitutionDrug
from jiayi.service.prescriptions.rules import formulary as rules
from jiayi.service.prescriptions.selectors.formulary import batch_for, lines_of_county
from jiayi.service.prescriptions.terms import BatchStatus

from .stocking import require_keeper

ALIASES = {
    "code": ["药品编码", "编码", "医保编码", "国家药品代码", "code"],  # data, not for translation
    "name": ["通用名", "药品名称", "药品通用名", "品名", "name"],  # data, not for translation
    "form": ["剂型", "form"],  # data, not for translation
    "strength": ["规格", "strength"],  # data, not for translation
    "maker": ["生产企业", "厂家", "maker"],  # data, not for translation
    "price": ["单价", "零售价", "price"],  # data, not for translation
    "insurance_class": ["医保类别", "医保", "insurance"],  # data, not for translation
    "essential": ["基本药物", "是否基药", "基药", "essential"],  # data, not for translation
    "long_term": ["长期处方", "是否长期处方", "long_term"],  # data, not for translation
    "control": ["管制类别", "特殊管理", "control"],  # data, not for translation
    "places": ["配备机构", "places"],  # data, not for translation
}
REQUIRED = ("code", "name", "form", "strength")
COLUMNS = (
    *("name", "drug", "form", "strength", "maker", "price_fen", "insurance_class", "control"),
    *("is_essential", "is_long_term", "is_withdrawn"),
)
LONGEST = {"code": 40, "name": 80, "strength": 40, "maker": 80, "insurance_class": 10}  # the columns of a line
TOO_LONG, PLACE_UNKNOWN = "E_FORMULARY_LONG", "W_FORMULARY_PLACE"
CONTROLS = ("narcotic", "psychotropic_1", "psychotropic_2", "toxic", "radioactive", "precursor", "antimicrobial")


@transaction.atomic
def try_formulary(*, by: Viewer, region_code: str, path: Path, file_name: str, on: dt.date) -> FormularyBatch:
    """Judge every row of a workbook and keep what was read; nothing else changes. FileRefused for what is none."""
    _require(by, region_code)
    table = open_table(path, aliases=ALIASES, required=REQUIRED, file_name=file_name)
    reader = _Reader(region_code)
    for number, cells in table.rows():
        reader.take(number, cells, {key: cells[at].strip() for key, at in table.columns.items() if at < len(cells)})
    batch = FormularyBatch.objects.create(
        region_id=region_code,
        file_name=file_name[-200:],
        judged_on=on,
        counts=reader.counts,
        heading=table.heading,
        rows=reader.rows,
        rejects=reader.rejects,
        started_by=by.actor_id,
        started_by_name=by.actor_name[:60],
    )
    _record(by, "prescriptions.try_formulary", batch)
    return batch


@transaction.atomic
def take_formulary(*, by: Viewer, batch_id: UUID) -> FormularyBatch:
    """Write the good rows of a tried workbook; LawBroken where that was done, or it was undone."""
    batch = _held(by, batch_id, BatchStatus.TRIED)
    known = {one.code: one for one in FormularyLine.objects.select_for_update().filter(region=batch.region_id)}
    batch.former = {row["code"]: _kept(known.get(row["code"])) for row in batch.rows}
    new, changed = [], []
    for row in batch.rows:
        line = known.get(row["code"]) or FormularyLine(region_id=batch.region_id, code=row["code"])
        (changed if row["code"] in known else new).append(_written(line, row))
    FormularyLine.objects.bulk_create(new, batch_size=1_000)
    FormularyLine.objects.bulk_update(changed, COLUMNS, batch_size=1_000)
    _keep_at_places(batch)
    return _close(by, batch, BatchStatus.DONE, "prescriptions.take_formulary")


@transaction.atomic
def undo_formulary(*, by: Viewer, batch_id: UUID) -> FormularyBatch:
    """Put every line back as it stood before; what the batch brought newly is withdrawn from use.

    LawBroken where a later workbook stands on it, which has to be undone first.
    """
    batch = _held(by, batch_id, BatchStatus.DONE)
    done = FormularyBatch.objects.filter(region=batch.region_id, status=BatchStatus.DONE)
    if done.filter(updated_at__gt=batch.updated_at).exists():
        raise forbidden("E_FORMULARY_LATER")
    lines = {one.code: one for one in FormularyLine.objects.select_for_update().filter(region=batch.region_id)}
    back = [_written(lines[code], kept or {"is_withdrawn": True}) for code, kept in batch.former.items()]
    FormularyLine.objects.bulk_update(back, COLUMNS, batch_size=1_000)
    return _close(by, batch, BatchStatus.UNDONE, "prescriptions.undo_formulary")


@transaction.atomic
def keep_drugs(
    *, by: Viewer, institution_id: UUID, line_ids: Collection[UUID], shown: Collection[UUID]
) -> tuple[int, int]:
    """Of the lines that were shown these are kept at the institution, the others not; how many came and went."""
    require_keeper(by, institution_id)
    institution = organization.institution_for(by, institution_id)
    county = set(lines_of_county(institution.region_id).filter(pk__in=list(shown)).values_list("pk", flat=True))
    kept = InstitutionDrug.objects.filter(institution_id=institution_id, line__in=county)
    there = set(kept.values_list("line_id", flat=True))
    wanted = set(line_ids) & county
    InstitutionDrug.objects.bulk_create(
        [InstitutionDrug(institution_id=institution_id, line_id=one) for one in sorted(wanted - there)],
        ignore_conflicts=True,
    )
    kept.filter(line__in=there - wanted).delete()
    changes = {"came": len(wanted - there), "went": len(there - wanted)}
    audit.record(
        by=by, act="prescriptions.keep_drugs", subject_kind="institution", subject_ids=[institution_id], details=changes
    )
    return changes["came"], changes["went"]


class _Reader:
    """Rows in their order: good ones as lines to write, the others with their reasons."""

    def __init__(self, region_code: str) -> None:
        book = rulebook()
        self.drugs = {code: (one.zh, *one.aliases) for code, one in book.drugs.items()}
        forms = {word: code for code, one in book.drug_forms.items() for word in (one.zh, *one.aliases, code)}
        self.forms = dict(sorted(forms.items(), key=lambda one: -len(one[0])))  # 缓释胶囊 is no 胶囊
        self.controls = {book.words[code].zh: code for code in CONTROLS} | {code: code for code in CONTROLS}
        places = organization.institutions(SystemViewer(), region=region_code)
        self.places = set(places.values_list("name", flat=True))
        self.standing = {one.code: _kept(one) for one in FormularyLine.objects.filter(region=region_code)}
        self.rows: list[dict[str, Any]] = []
        self.rejects: list[list[Any]] = []
        self.counts = {"rows": 0, "added": 0, "changed": 0, "unchanged": 0, "rejected": 0, "warned": 0, "matched": 0}
        self.seen: set[str] = set()

    def take(self, number: int, cells: Sequence[str], texts: Mapping[str, str]) -> None:
        self.counts["rows"] += 1
        codes = [f"E_FORMULARY_{key.upper()}" for key in REQUIRED if not texts.get(key)]
        lengths = {key: len(text) for key, text in texts.items()} | {
            "strength": len(rules.one_strength(texts.get("strength", "")))
        }
        if any(lengths.get(key, 0) > most for key, most in LONGEST.items()):
            codes.append(TOO_LONG)
        row = {} if codes else self._read(texts, codes)
        if codes:
            self.counts["rejected"] += 1
            self.rejects.append([number, codes, [reason_text(code) for code in codes], list(cells)])
            return
        self.seen.add(row["code"])
        standing = self.standing.get(row["code"])
        same = standing is not None and all(row[name] == standing[name] for name in COLUMNS)
        self.counts["unchanged" if same else "changed" if standing else "added"] += 1
        self.counts["matched"] += not row["drug"].startswith("line:")
        if unknown := [name for name in _names(row["places"]) if name not in self.places]:
            self.counts["warned"] += 1
            row |= {"number": number, "warnings": [PLACE_UNKNOWN], "unknown_places": unknown}
        self.rows.append(row)

    def _read(self, texts: Mapping[str, str], codes: list[str]) -> dict[str, Any]:
        form, control = self._form(texts), texts.get("control", "")
        if form is None:
            codes.append("E_FORMULARY_FORM")
        if texts["code"] in self.seen:
            codes.append("E_FORMULARY_TWICE")
        if control and control not in self.controls and control not in ("无", "none"):  # data, not for translation
            codes.append("E_FORMULARY_CONTROL")
        try:
            price = rules.price_in_fen(texts.get("price", ""))
        except ValueError:
            price = None
            codes.append("E_FORMULARY_PRICE")
        return {
            "code": texts["code"],
            "name": texts["name"],
            "drug": rules.drug_of(texts["name"], self.drugs) or f"line:{texts['code']}",
            "form": form,
            "strength": rules.one_strength(texts["strength"]),
            "maker": texts.get("maker", ""),
            "price_fen": price,
            "insurance_class": texts.get("insurance_class", ""),
            "control": self.controls.get(control, "none"),
            "is_essential": texts.get("essential", "").lower() in rules.YES,
            "is_long_term": texts.get("long_term", "").lower() in rules.YES,
            "is_withdrawn": False,
            "places": texts.get("places", ""),
        }

    def _form(self, texts: Mapping[str, str]) -> str | None:
        """By the column, or by the end of the name."""
        said = texts["form"].strip()
        direct = self.forms.get(said) or self.forms.get(f"{said}剂")  # data, not for translation
        return direct or next((code for zh, code in self.forms.items() if texts["name"].endswith(zh)), None)


def _keep_at_places(batch: FormularyBatch) -> None:
    """The column of institutions says who keeps a line; names that nobody has were warned of."""
    wanted = {row["code"]: _names(row.get("places", "")) for row in batch.rows if row.get("places")}
    names = {name for some in wanted.values() for name in some}
    found = organization.institutions(SystemViewer(), region=batch.region_id).filter(name__in=names)
    places = dict(found.values_list("name", "pk"))
    lines = dict(FormularyLine.objects.filter(region=batch.region_id, code__in=wanted).values_list("code", "pk"))
    InstitutionDrug.objects.bulk_create(
        [
            InstitutionDrug(institution_id=places[name], line_id=lines[code])
            for code, some in wanted.items()
            for name in some
            if name in places
        ],
        ignore_conflicts=True,
        batch_size=2_000,
    )


def _names(text: str) -> list[str]:
    return [one.strip() for one in text.replace("；", "、").replace(";", "、").split("、") if one.strip()]


def _kept(line: FormularyLine | None) -> dict[str, Any] | None:
    return None if line is None else {name: getattr(line, name) for name in COLUMNS}


def _written(line: FormularyLine, row: Mapping[str, Any]) -> FormularyLine:
    for name in COLUMNS:
        if name in row:
            setattr(line, name, row[name])
    return line


def _held(by: Viewer, batch_id: UUID, status: BatchStatus) -> FormularyBatch:
    found = batch_for(by, batch_id)
    _require(by, found.region_id)
    batch = FormularyBatch.objects.select_for_update().get(pk=found.pk)
    if batch.status != status:
        known = BatchStatus(batch.status)
        raise forbidden("E_FORMULARY_STATE", state=known.label_zh, state_en=known.label_en)
    return batch


def _close(by: Viewer, batch: FormularyBatch, status: BatchStatus, act: str) -> FormularyBatch:
    batch.status = status
    batch.save()
    _record(by, act, batch)
    return batch


def _require(by: Viewer, region_code: str) -> None:
    if not by.can(permissions.FORMULARY, region_code):
        raise NotVisible


def _record(by: Viewer, act: str, batch: FormularyBatch) -> None:
    audit.record(by=by, act=act, subject_kind="formulary", subject_ids=[batch.id], details={"counts": batch.counts})
