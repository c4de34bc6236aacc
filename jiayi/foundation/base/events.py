"""Events between rooms: plain values, handled in order inside the publisher's transaction."""

from collections.abc import Callable
from typing import Any

_subscribers: dict[type, list[Callable[[Any], None]]] = {}


def subscribe(event_type: type, handler: Callable[[Any], None]) -> None:
    """Have handler called with every event of this type; called once, by config.subscriptions."""
    _subscribers.setdefault(event_type, []).append(handler)


def publish(event: Any) -> None:
    """Hand a frozen dataclass of plain values to its subscribers, in the order they subscribed."""
    for handler in _subscribers.get(type(event), []):
        handler(event)
