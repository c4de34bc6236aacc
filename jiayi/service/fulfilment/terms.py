"""Words of the room: acts of the ledger, what a resident says of a service."""

from jiayi.foundation.core.choices import Choice


class Act(Choice):
    """What an entry of the ledger does to an entitlement."""

    CONSUME = "consume", "履行", "Consumed"
    REVERSE = "reverse", "冲回", "Reversed"


class Opinion(Choice):
    """What the resident says of a service."""

    CONFIRMED = "confirmed", "已确认", "Confirmed"
    DISPUTED = "disputed", "有异议", "Disputed"


class Heard(Choice):
    """How the resident said so."""

    VISIT = "visit", "当面", "In person"
    PHONE = "phone", "电话", "By phone"
    PORTAL = "portal", "居民端", "On the resident's page"
