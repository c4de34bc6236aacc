"""Words of values measured at home and what became of them."""

from jiayi.foundation.core.choices import Choice


class ReadingState(Choice):
    """How a value measured at home stands to the limits."""

    ABOVE = "above", "超过控制界限", "Above the limit"
    URGENT = "urgent", "危急", "Urgent"


class AlertAnswer(Choice):
    """What answered an abnormal reading."""

    RECORD = "record", "已随访", "Followed up"
    CONTACT = "contact", "已联系指导", "Contacted and advised"
    ENDED = "ended", "不再随访", "Not followed any more"
