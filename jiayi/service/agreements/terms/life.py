"""The life of an agreement: which act leads from which state to which. The database refuses everything else."""

from jiayi.foundation.core.choices import Choice

from .choices import State

NEW = ""  # before there is an agreement


class Act(Choice):
    """What brings an agreement from one state to another."""

    PREPARE = "prepare", "备妥文本", "Prepared"
    OFFER = "offer", "交居民确认", "Offered for confirmation"
    SIGN = "sign", "签约", "Signed"
    TAKE_OVER = "take_over", "历史协议迁入", "Taken over from a former system"
    START = "start", "生效", "Started"
    SUSPEND = "suspend", "暂停", "Suspended"
    RESUME = "resume", "恢复", "Resumed"
    CHANGE = "change", "变更", "Changed"
    TRANSFER = "transfer", "转签", "Transferred"
    RENEW = "renew", "续签", "Renewed"
    TERMINATE = "terminate", "解约", "Terminated"
    EXPIRE = "expire", "到期", "Expired"
    CANCEL = "cancel", "作废", "Made void"
    REOPEN = "reopen", "恢复原协议", "Put back in force"


_BEFORE = (State.DRAFT, State.PENDING)
_RUNNING = (State.ACTIVE, State.SUSPENDED)
_IN_FORCE = (State.SCHEDULED, *_RUNNING)

TRANSITIONS: tuple[tuple[Act, str, State], ...] = (
    (Act.PREPARE, NEW, State.DRAFT),
    (Act.OFFER, NEW, State.PENDING),
    (Act.OFFER, State.DRAFT, State.PENDING),
    # Whether it starts at once, later, or is entered after its term is over.
    *((Act.SIGN, start, end) for start in (NEW, *_BEFORE) for end in (State.SCHEDULED, State.ACTIVE, State.EXPIRED)),
    # As the former system left it.
    *((Act.TAKE_OVER, NEW, end) for end in State if end not in _BEFORE),  # as a former system left it
    (Act.START, State.SCHEDULED, State.ACTIVE),
    (Act.SUSPEND, State.ACTIVE, State.SUSPENDED),
    (Act.RESUME, State.SUSPENDED, State.ACTIVE),
    *((Act.CHANGE, start, State.CHANGED) for start in _IN_FORCE),
    *((Act.TRANSFER, start, State.TRANSFERRED) for start in _IN_FORCE),
    *((Act.RENEW, start, State.RENEWED) for start in _RUNNING),
    *((Act.TERMINATE, start, State.TERMINATED) for start in _IN_FORCE),
    *((Act.EXPIRE, start, State.EXPIRED) for start in _RUNNING),
    *((Act.CANCEL, start, State.VOID) for start in (*_BEFORE, *_IN_FORCE)),
    *((Act.REOPEN, start, end) for start in (State.TERMINATED, State.CHANGED, State.TRANSFERRED) for end in _IN_FORCE),
    (Act.REOPEN, State.RENEWED, State.ACTIVE),
)


def is_allowed(former: str, state: str) -> bool:
    """Whether some act leads from the former state (NEW for none) to the state."""
    return any((start, end) == (former, state) for _, start, end in TRANSITIONS)


def allowed_pairs() -> list[tuple[str, str]]:
    """Every pair of states that the database lets follow each other, in order."""
    return sorted({(str(start), str(end)) for _, start, end in TRANSITIONS})
