"""Words of the room: acts of the ledger, grades of evidence, what a resident says of a service."""

from jiayi.foundation.core.choices import Choice


class Act(Choice):
    """What an entry of the ledger does to an entitlement."""

    CONSUME = "consume", "履行", "Consumed"
    REVERSE = "reverse", "冲回", "Reversed"


class Evidence(Choice):
    """How well it is proved that a service took place (domain.md 4.5)."""

    DEVICE = "a", "A 设备或诊疗系统", "A: device or clinic system"
    BOTH = "b", "B 双方确认", "B: confirmed by both"
    STAFF = "c", "C 仅人员登记", "C: staff entry only"


class Opinion(Choice):
    """What the resident says of a service."""

    CONFIRMED = "confirmed", "已确认", "Confirmed"
    DISPUTED = "disputed", "有异议", "Disputed"


class Heard(Choice):
    """How the resident said so."""

    VISIT = "visit", "当面", "In person"
    PHONE = "phone", "电话", "By phone"
    PORTAL = "portal", "居民端", "On the resident's page"
