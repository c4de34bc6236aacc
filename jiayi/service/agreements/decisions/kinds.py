"""agreements.service_kinds: under which kinds of service the promised items stand, and which kinds are lacking."""

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.agreements.rules.kinds import by_kind

KIND_ITEMS = "contract_service.kind_items"


class ItemsFacts(Facts):
    items: list[str]


def service_kinds(facts: ItemsFacts, view: RulebookView) -> Outcome:
    """`kinds` names the items of each kind, in order; `lacking` the kinds that the scheme names (S1-08) and no item
    fills. Where no scheme names kinds, they are the contents of the national paper of 2018."""
    kind_items = view.get(KIND_ITEMS) or {}
    content_of = {code: item.kind for code, item in view.book.items.items()}
    kinds = by_kind(facts.items, kind_items, content_of)
    lacking = [kind for kind in kind_items if kind not in kinds]
    return {"kinds": kinds, "lacking": lacking, "reasons": [_reason(kind_items, lacking, view)]}


def _reason(kind_items: dict[str, list[str]], lacking: list[str], view: RulebookView) -> Reason:
    if not kind_items:
        return view.reason("SERVICE_KINDS_NATIONAL")
    words = _words("kinds", list(kind_items), view)
    if not lacking:
        return view.reason("SERVICE_KINDS_ALL", KIND_ITEMS, **words)
    return view.reason("SERVICE_KINDS_LACKING", KIND_ITEMS, **words, **_words("lacking", lacking, view))


def _words(name: str, codes: list[str], view: RulebookView) -> dict[str, str]:
    entries = [view.book.labelled(code) for code in codes]
    return {
        name: "、".join(entry.zh for entry in entries if entry),
        f"{name}_en": ", ".join(entry.en for entry in entries if entry),
    }


register("agreements.service_kinds", ItemsFacts, service_kinds)
