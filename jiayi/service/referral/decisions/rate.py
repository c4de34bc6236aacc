"""referral.rate: the share of patients referred upward against the highest that the scheme allows (S4-19…S4-21)."""

from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

CAPS, HOSPITAL_CAP, WARN = "referral.rate_max", "hospital_up_referral_rate.max", "referral.rate_warn_share"
# Which entries of the table may hold, the narrowest first.
_KEYS = {
    "township": ("township",),
    "central_township": ("central_township", "township"),
    "county": ("county", "level_2"),
}


class RateFacts(Facts):
    place: Literal["village", "township", "central_township", "county", "city", "province"]
    referred: Annotated[int, Field(ge=0)]
    treated: Annotated[int, Field(ge=0)]


def rate(facts: RateFacts, view: RulebookView) -> Outcome:
    """`state`: unknown without treated patients or a cap, ok, near (a stated part of the cap), over."""
    share = round(facts.referred / facts.treated, 4) if facts.treated else None
    cap, parameter = _cap(facts.place, view)
    words = {"rate": _percent(share), "cap": _percent(cap)}
    if share is None or cap is None:
        code = "RATE_NOTHING_TREATED" if share is None else "RATE_NO_CAP"
        return {"rate": share, "cap": cap, "state": "unknown", "reasons": [view.reason(code)]}
    state = "over" if share > cap else "near" if share >= cap * view.need(WARN) else "ok"
    reason = view.reason(f"RATE_{state.upper()}", parameter, **words)
    return {"rate": share, "cap": cap, "state": state, "reasons": [reason]}


def _cap(place: str, view: RulebookView) -> tuple[float | None, str]:
    """The lowest cap that holds, and the parameter that sets it; of a county hospital its own up-referrals too."""
    table = view.get(CAPS) or {}
    own = view.get(HOSPITAL_CAP) if place == "county" else None
    general = next((table[key] for key in _KEYS.get(place, ()) if key in table), None)
    found = [(value, key) for value, key in ((general, CAPS), (own, HOSPITAL_CAP)) if value is not None]
    return min(found, default=(None, CAPS))


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"


register("referral.rate", RateFacts, rate)
