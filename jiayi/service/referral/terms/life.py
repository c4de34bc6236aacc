"""The life of a referral: which act leads from which state to which, and whose act it is."""

import datetime as dt

from jiayi.foundation.core.choices import Choice

NEW = ""  # before there is a referral
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)  # the clock of what waits for nobody


class State(Choice):
    """Where a referral stands."""

    DRAFT = "draft", "草稿", "Draft"
    APPROVAL = "approval", "待医保审批", "Awaiting the insurer"
    SUBMITTED = "submitted", "待接收", "Awaiting an answer"
    ACCEPTED = "accepted", "已接收", "Accepted"
    SCHEDULED = "scheduled", "已安排", "Scheduled"
    NO_SHOW = "no_show", "未到", "Did not come"
    ARRIVED = "arrived", "已到达", "Arrived"
    IN_TREATMENT = "in_treatment", "治疗中", "In treatment"
    RETURN_PROPOSED = "return_proposed", "待接回", "To be taken back"
    RETURNED = "returned", "已回转", "Returned"
    FOLLOWED_UP = "followed_up", "已随访", "Followed up"
    CLOSED = "closed", "已办结", "Closed"
    REFUSED = "refused", "医保未批准", "Refused by the insurer"
    REJECTED = "rejected", "未接收", "Not accepted"
    CANCELLED = "cancelled", "已撤销", "Cancelled"
    EXPIRED = "expired", "已失效", "Expired"


ENDED = (State.CLOSED, State.REFUSED, State.REJECTED, State.CANCELLED, State.EXPIRED)
OPEN = tuple(state for state in State if state not in ENDED)
# Accepted and not yet over: the other side may see the resident's record.
SHARED = (
    State.ACCEPTED,
    State.SCHEDULED,
    State.NO_SHOW,
    State.ARRIVED,
    State.IN_TREATMENT,
    State.RETURN_PROPOSED,
    State.RETURNED,
    State.FOLLOWED_UP,
)
AWAITED = (State.ACCEPTED, State.SCHEDULED, State.NO_SHOW)


class Act(Choice):
    """What brings a referral from one state to another."""

    DRAFT = "draft", "填写转诊单", "Filled in"
    SUBMIT = "submit", "提交", "Submitted"
    APPROVE = "approve", "医保批准", "Approved by the insurer"
    REFUSE = "refuse", "医保不批准", "Refused by the insurer"
    ACCEPT = "accept", "接收", "Accepted"
    REJECT = "reject", "不接收", "Not accepted"
    REDIRECT = "redirect", "改转其他机构", "Redirected"
    SCHEDULE = "schedule", "安排就诊", "Scheduled"
    ARRIVE = "arrive", "登记到达", "Arrived"
    MISS = "miss", "登记未到", "Did not come"
    TREAT = "treat", "开始治疗", "Treatment begun"
    PROPOSE_RETURN = "propose_return", "填写回转单", "Return proposed"
    TAKE_BACK = "take_back", "接回", "Taken back"
    FOLLOW_UP = "follow_up", "随访", "Followed up"
    CLOSE = "close", "办结", "Closed"
    CANCEL = "cancel", "撤销", "Cancelled"
    EXPIRE = "expire", "失效", "Expired"
    COMPLETE = "complete", "补办手续", "Completed afterwards"


class Side(Choice):
    """Which referrals, as seen from one's own institutions."""

    RECEIVED = "received", "收到的", "Received"
    SENT = "sent", "转出的", "Sent"
    EVERY = "every", "全部", "All"


class Party(Choice):
    """Whose act it is."""

    SENDER = "sender", "转出方", "The sending side"
    RECEIVER = "receiver", "接收方", "The receiving side"
    HOME = "home", "居民所在的基层机构", "The primary institution at home"
    INSURER = "insurer", "医保经办机构", "The insurer's office"


_TAKEN_BACK = ((Act.CANCEL, start, State.CANCELLED) for start in (State.DRAFT, State.APPROVAL, State.SUBMITTED))
TRANSITIONS: tuple[tuple[Act, str, State], ...] = (
    (Act.DRAFT, NEW, State.DRAFT),
    (Act.SUBMIT, State.DRAFT, State.SUBMITTED),
    (Act.SUBMIT, State.DRAFT, State.APPROVAL),
    (Act.APPROVE, State.APPROVAL, State.SUBMITTED),
    (Act.REFUSE, State.APPROVAL, State.REFUSED),
    (Act.ACCEPT, State.SUBMITTED, State.ACCEPTED),
    (Act.REJECT, State.SUBMITTED, State.REJECTED),
    (Act.REDIRECT, State.SUBMITTED, State.SUBMITTED),
    *((Act.SCHEDULE, start, State.SCHEDULED) for start in AWAITED),
    (Act.ARRIVE, State.SUBMITTED, State.ARRIVED),  # an emergency, which waits for no answer
    *((Act.ARRIVE, start, State.ARRIVED) for start in AWAITED),
    *((Act.MISS, start, State.NO_SHOW) for start in (State.ACCEPTED, State.SCHEDULED)),
    (Act.TREAT, State.ARRIVED, State.IN_TREATMENT),
    *((Act.PROPOSE_RETURN, start, State.RETURN_PROPOSED) for start in (State.ARRIVED, State.IN_TREATMENT)),
    (Act.TAKE_BACK, State.RETURN_PROPOSED, State.RETURNED),
    (Act.FOLLOW_UP, State.RETURNED, State.FOLLOWED_UP),
    (Act.FOLLOW_UP, State.ARRIVED, State.FOLLOWED_UP),  # who was sent down is at home on arrival
    *((Act.CLOSE, start, State.CLOSED) for start in (State.ARRIVED, State.IN_TREATMENT, State.FOLLOWED_UP)),
    *_TAKEN_BACK,
    *((Act.CANCEL, start, State.CANCELLED) for start in AWAITED),
    *((Act.EXPIRE, start, State.EXPIRED) for start in (State.APPROVAL, State.SUBMITTED, *AWAITED)),
)
# Acts that ask for nothing more than a press of a button.
BY_BUTTON = (Act.SUBMIT, Act.ARRIVE, Act.MISS, Act.TREAT, Act.TAKE_BACK)
_SENDER = (Act.DRAFT, Act.SUBMIT, Act.CANCEL, Act.COMPLETE)
_HOME = (Act.TAKE_BACK, Act.FOLLOW_UP, Act.CLOSE)


def leads(act: str, former: str, state: str) -> bool:
    """Whether the act leads from the one state to the other."""
    return (act, former, state) in {(str(one), str(start), str(end)) for one, start, end in TRANSITIONS}


def acts_from(state: str, *, is_emergency: bool, is_down: bool) -> list[Act]:
    """What may be done next, in the order of the life; completing an emergency is no step."""
    found = dict.fromkeys(act for act, start, _ in TRANSITIONS if start == state and act != Act.EXPIRE)
    if state == State.SUBMITTED:
        found.pop(Act.REJECT if is_emergency else Act.ARRIVE)
    if state in (State.ARRIVED, State.IN_TREATMENT) and is_down:
        found.pop(Act.PROPOSE_RETURN, None)
    if state == State.ARRIVED and not is_down:
        found.pop(Act.FOLLOW_UP)
    return list(found)


def party_of(act: Act) -> Party:
    """Whose act it is."""
    if act in (Act.APPROVE, Act.REFUSE):
        return Party.INSURER
    if act in _SENDER:
        return Party.SENDER
    return Party.HOME if act in _HOME else Party.RECEIVER


def allowed_pairs() -> list[tuple[str, str]]:
    """Every pair of states that the database lets follow each other, in order."""
    return sorted({(str(start), str(end)) for _, start, end in TRANSITIONS if start != end})
