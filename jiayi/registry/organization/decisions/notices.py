"""Whether a public board shows what schemes ask for."""

from typing import Annotated, Any

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

NOTICE = "area.notice_fields"


class NoticeFacts(Facts):
    """How many times a board lacks each thing: a member's training, the hotline …; what it does not name is there."""

    lacking: dict[str, Annotated[int, Field(ge=0)]] = {}


def notice_complete(facts: NoticeFacts, view: RulebookView) -> Outcome:
    """Whether a public board shows what schemes ask for (S2.1-17, S2.3-07, S2.6-21); nothing asked, nothing missing."""
    required = list(view.get(NOTICE) or [])
    missing = [{"field": code, "lacking": facts.lacking[code]} for code in required if facts.lacking.get(code)]
    reasons = [_field_missing(entry, view) for entry in missing]
    return {
        "required": required,
        "missing": missing,
        "complete": not missing,
        "reasons": reasons or ([view.reason("NOTICE_COMPLETE", NOTICE)] if required else []),
    }


def _field_missing(entry: dict[str, Any], view: RulebookView) -> Reason:
    word = view.book.labelled(entry["field"])
    words = {"field": word.zh, "field_en": word.en} if word else {"field": entry["field"], "field_en": entry["field"]}
    return view.reason("B_NOTICE_FIELD_MISSING", NOTICE, lacking=entry["lacking"], **words)


register("organization.notice.complete", NoticeFacts, notice_complete)
