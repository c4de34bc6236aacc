"""A file that is refused whole, with its code and words that say what to do."""

from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.errors import BadShape

from .terms import FileFault

WORDS = {
    FileFault.TOO_LARGE: _("文件太大：最多 %(limit)s MB。请分成几个文件导入。"),
    FileFault.UNPACKED_TOO_LARGE: _("文件展开后太大：最多 %(limit)s MB。请分成几个文件导入。"),
    FileFault.RATIO: _("文件的压缩比异常（超过 %(limit)s 倍），不予读取。请另存为新的工作簿再试。"),
    FileFault.MEMBERS: _("工作簿里的部件太多（超过 %(limit)s 个）。请只保留花名册所在的工作表再试。"),
    FileFault.ROWS: _("行数太多：一次最多 %(limit)s 行。请分成几个文件导入。"),
    FileFault.TYPE: _("只能读取 .xlsx 和 .csv 文件。"),
    FileFault.OLD_WORKBOOK: _("这是旧格式的 .xls 工作簿。请用电子表格软件另存为 .xlsx 再试。"),
    FileFault.ENCRYPTED: _("文件加了密码。请去掉密码再试。"),
    FileFault.UNSAFE: _("文件里有不允许的内容（外部实体或异常结构），不予读取。请另存为新的工作簿再试。"),
    FileFault.DAMAGED: _("文件已损坏或格式有误，无法读取（%(detail)s）。请重新导出再试。"),
    FileFault.ENCODING: _("看不懂文件的编码。请另存为 UTF-8 或 GB18030 的 .csv，或直接用 .xlsx。"),
    FileFault.NO_HEADER: _("找不到表头。前 %(limit)s 行里应有一行写着各列的名称，缺少：%(missing)s。"),
}


class FileRefused(BadShape):
    """The file as a whole cannot be read; nothing of it was taken."""

    def __init__(self, fault: FileFault, **facts: object) -> None:
        super().__init__(fault.value, str(WORDS[fault]) % facts)
        self.facts = facts
