"""What became of the tasks of an act on many, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from jiayi.registry.tasks.terms import Assigned, TaskKind


def answers_page(answers: Sequence[Assigned]) -> dict[str, Any]:
    """How many went through, and each that did not with its reason."""
    language = get_language() or ""
    refused = [
        {
            "name": one.name,
            "kind": TaskKind(one.kind).label(language) if one.kind in set(TaskKind) else one.kind,
            "status": one.status,
            "message": one.message,
        }
        for one in answers
        if not one.is_given
    ]
    return {"given": len(answers) - len(refused), "refused": refused}
