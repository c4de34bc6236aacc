"""The figures above a list, as components/stat_card.html takes them."""

from collections.abc import Iterable

Card = tuple[str, str, str, str]


def stat_cards(cards: Iterable[Card]) -> list[dict[str, str]]:
    """Cards of (label, value, icon, colour)."""
    return [dict(zip(("label", "value", "icon", "colour"), card, strict=True)) for card in cards]
