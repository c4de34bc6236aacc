"""Persons behind a count, as rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people import selectors as people


def person_rows(viewer: Viewer, ids: Sequence[UUID], on: date, language: str) -> list[dict[str, Any]]:
    """Rows of persons in the order of their ids; whom the viewer may not see by name is left out."""
    visible = {one.id: one for one in people.residents(viewer).filter(id__in=ids)}
    facts = people.facts_of(visible, on)
    groups = rulebook().groups
    return [
        {
            "id": one,
            "name": visible[one].name,
            "sex": Sex(visible[one].sex).label(language),
            "age": facts[one].age,
            "address": visible[one].address,
            "groups": [groups[code].label(language) for code in facts[one].groups if code in groups],
        }
        for one in ids
        if one in visible
    ]


def persons_url(code: str, population: str, standing: str) -> str:
    """Where the persons behind a count are listed."""
    return reverse("indicators:persons", args=[code]) + f"?population={population}&standing={standing}"
