"""Services under the kinds that a document speaks of."""

from collections.abc import Iterable, Mapping, Sequence


def by_kind(
    items: Iterable[str], kind_items: Mapping[str, Sequence[str]], content_of: Mapping[str, str]
) -> dict[str, list[str]]:
    """Each service once, in the order of the kinds; what no kind names stands at the end under its own content."""
    kind_of = {item: kind for kind, members in kind_items.items() for item in members}
    found: dict[str, list[str]] = {kind: [] for kind in kind_items}
    for item in dict.fromkeys(items):
        found.setdefault(kind_of.get(item) or content_of.get(item, "other"), []).append(item)
    return {kind: members for kind, members in found.items() if members}
