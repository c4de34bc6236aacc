"""What an act over many would do: it is done and taken back, so that the preview cannot differ (decision 15)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.registry.organization.models import Reorganization
from jiayi.registry.organization.services.laws import Breach


@dataclass(frozen=True)
class Trial:
    """What would come of it: the rows changed by table and what to mind, or why it cannot be done."""

    counts: dict[str, int] = field(default_factory=dict)
    warnings: list[Breach] = field(default_factory=list)
    refusal: LawBroken | BadShape | None = None


def try_out(act: Callable[[], Reorganization]) -> Trial:
    """Run the act in a transaction that is rolled back."""
    with transaction.atomic():
        try:
            done = act()
            return Trial(counts=done.counts, warnings=done.warnings)
        except (LawBroken, BadShape) as refusal:
            return Trial(refusal=refusal)
        finally:
            transaction.set_rollback(True)
