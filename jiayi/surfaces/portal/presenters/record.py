"""My record: what was done for me and written down, who read it, and why."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayi.community.engagement import selectors as engagement
from jiayi.foundation.audit import selectors as audit
from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.foundation.rulebook.schema import FormField
from jiayi.registry.organization import selectors as organization
from jiayi.service.care import selectors as care
from jiayi.service.care.terms import Mode
from jiayi.service.fulfilment.terms import Opinion

from .words import choice_label, day_words, is_english, item_label, language

SHOWN = "resident_page.shown_forms"
MOST_READERS = 200


def shown_forms(subject: Any, on: dt.date) -> list[str]:
    """The forms whose records the region opens to residents."""
    return list(RulebookView(on, list(organization.schemes_for(subject.region_id, on))).get(SHOWN) or [])


def record_rows(viewer: Viewer, subject: Any, on: dt.date) -> list[dict[str, Any]]:
    """The records that may be shown, the latest first."""
    shown = set(shown_forms(subject, on))
    return [
        {
            "id": one.id,
            "title": form_label(one.form),
            "day": day_words(one.visit_on),
            "mode": choice_label(Mode, one.mode),
            "by": one.practitioner.name if one.practitioner else "",
            "team": one.team.name if one.team else "",
        }
        for one in care.records_of(viewer, subject.id)
        if one.form in shown
    ]


def form_label(form: str) -> str:
    known = rulebook().forms.get(form)
    return known.label(language()) if known else form


def record_values(record: Any) -> list[tuple[str, str]]:
    """What the current version says, question by question, in words."""
    form = rulebook().forms.get(record.form)
    version = care.versions_of(record)[0]
    if form is None:
        return []
    return [
        (field.label(language()), words)
        for code, field in form.fields.items()
        if (words := value_words(field, version.values.get(code)))
    ]


def value_words(field: FormField, value: Any) -> str:
    """One value in words; "" where nothing was said."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "；".join(" ".join(str(each) for each in row.values() if each) for row in value)
    if isinstance(value, list):
        return joined(_choice(field, each) for each in value)
    unit = rulebook().units.get(field.unit or "")
    return f"{_choice(field, value)} {unit.label(language()) if unit else ''}".strip()


def _choice(field: FormField, value: Any) -> str:
    known = (field.choices or {}).get(str(value))
    return known.label(language()) if known else str(value)


def reader_rows(viewer: Viewer, resident_id: Any) -> list[dict[str, Any]]:
    """Who read or changed the record, when and what for; what the software did by itself is left out."""
    entries = audit.entries_about(viewer, resident_id).exclude(actor_id=None)[:MOST_READERS]
    acts = rulebook().acts
    return [
        {
            "at": timezone.localtime(one.at),
            "by": one.actor_name,
            "is_self": one.actor_id == resident_id,
            "act": acts[one.act].label(language()) if one.act in acts else one.act,
            "reason": one.details.get("reason", ""),
        }
        for one in entries
    ]


def service_rows(viewer: Viewer, resident_id: Any, services: list[Any]) -> list[dict[str, Any]]:
    """Services that were entered in my name, with what I said of them."""
    ratings = engagement.ratings_of(viewer, resident_id)
    return [
        {
            "id": one.id,
            "title": form_label(one.form) if one.form else joined(item_label(item) for item in one.items),
            "items": [item_label(item) for item in one.items],
            "day": day_words(one.on),
            "mode": choice_label(Mode, one.mode),
            "by": one.entered_by_name,
            "opinion": choice_label(Opinion, one.opinion),
            "is_disputed": one.opinion == Opinion.DISPUTED,
            "stars": ratings[one.id].stars if one.id in ratings else 0,
        }
        for one in services
    ]


def plain_record(viewer: Viewer, subject: Any, on: dt.date) -> dict[str, Any]:
    """Everything that the record page shows, for machines: codes and values, with the rulebook's version."""
    shown = set(shown_forms(subject, on))
    records = [one for one in care.records_of(viewer, subject.id) if one.form in shown]
    values = care.trends(viewer, subject.id, ("systolic", "diastolic", "fasting_glucose", "weight", "waist", "bmi"))
    return {
        "format": "jiayi-record-1",
        "language": "en" if is_english() else "zh",
        "exported_on": on.isoformat(),
        "rulebook_version": rulebook().version,
        "resident": {
            "name": subject.name,
            "sex": subject.sex,
            "birth_date": subject.birth_date.isoformat(),
            "archive_number": subject.archive_number or "",
        },
        "records": [
            {
                "form": one.form,
                "title": form_label(one.form),
                "visit_on": one.visit_on.isoformat(),
                "mode": one.mode,
                "practitioner": one.practitioner.name if one.practitioner else "",
                "version": one.version,
                "values": care.versions_of(one)[0].values,
            }
            for one in records
        ],
        "observations": [
            {"code": code, "value": float(row.number), "unit": row.unit, "at": row.at.isoformat(), "source": row.source}
            for code, rows in values.items()
            for row in rows
        ],
    }


def paper_of_record(viewer: Viewer, subject: Any, on: dt.date) -> dict[str, Any]:
    """The same as a paper: plain text for the typst template."""
    records = [one for one in care.records_of(viewer, subject.id) if one.form in set(shown_forms(subject, on))]
    return {
        "name": subject.name,
        "number": subject.archive_number or "",
        "printed_on": on.isoformat(),
        "records": [
            {
                "title": form_label(one.form),
                "day": one.visit_on.isoformat(),
                "by": one.practitioner.name if one.practitioner else "",
                "values": [[term, words] for term, words in record_values(one)],
            }
            for one in records
        ],
    }
