"""Which room hears which event: the one place that knows both sides."""

from jiayi.foundation.base import events

SUBSCRIPTIONS: list[tuple[type, object]] = []


def connect() -> None:
    """Subscribe every handler; called once when the applications are ready."""
    for event_type, handler in SUBSCRIPTIONS:
        events.subscribe(event_type, handler)
