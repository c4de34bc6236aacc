"""Words of the workstation."""

from jiayi.foundation.core.choices import Choice


class ReportState(Choice):
    """Where a report of community diagnosis stands."""

    DRAFT = "draft", "草稿", "Draft"
    PUBLISHED = "published", "已发布", "Published"
    REPLACED = "replaced", "已有新版", "Replaced"
