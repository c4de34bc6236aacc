"""Where a roster batch stands."""

from jiayi.foundation.core.choices import Choice


class BatchStatus(Choice):
    """From upload to import, and back."""

    UPLOADED = "uploaded", "已上传", "Uploaded"
    CHECKED = "checked", "已试导入", "Tried"
    IMPORTED = "imported", "已导入", "Imported"
    UNDONE = "undone", "已撤销", "Undone"
