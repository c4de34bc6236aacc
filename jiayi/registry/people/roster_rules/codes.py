"""The verdicts on rows, and the codes of reasons and warnings (words: rulebook/reasons/roster.yaml)."""

from jiayi.foundation.core.choices import Choice


class Verdict(Choice):
    """What became of a row."""

    ACCEPTED = "accepted", "新增", "Accepted"
    UPDATED = "updated", "更新", "Updated"
    UNCHANGED = "unchanged", "无变化", "Unchanged"
    MERGED = "merged", "重复合并", "Merged"
    REJECTED = "rejected", "退回", "Rejected"


NAME_INVALID = "E_NAME_INVALID"
ID_LENGTH = "E_ID_LENGTH"
DUPLICATE_CONFLICT = "E_DUPLICATE_CONFLICT"
RESIDENT_ELSEWHERE = "E_RESIDENT_ELSEWHERE"
REGION_UNKNOWN = "E_REGION_UNKNOWN"
REGION_OUTSIDE = "E_REGION_OUTSIDE"
DATE_INVALID = "E_DATE_INVALID"

SEX_FROM_ID = "W_SEX_FROM_ID"
BIRTH_DATE_FROM_ID = "W_BIRTH_DATE_FROM_ID"
PHONE_DROPPED = "W_PHONE_DROPPED"
GROUP_UNKNOWN = "W_GROUP_UNKNOWN"
ID_PENDING = "W_ID_PENDING"
DUPLICATE_MERGED = "W_DUPLICATE_MERGED"
FIELD_DROPPED = "W_FIELD_DROPPED"
REGION_KEPT = "W_REGION_KEPT"
STATUS_KEPT = "W_STATUS_KEPT"
