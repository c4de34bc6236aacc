"""Lists as files: XLSX and CSV, numbers as text, nothing that a spreadsheet would run. The caller records the audit.

return export_response("xlsx", name=gettext("签约协议"), columns=COLUMNS, rows=page.every_row(), note=note)
"""

from .cells import Column, safe_text
from .responses import ExportNote, Sheet, book_response, export_response

__all__ = ["Column", "ExportNote", "Sheet", "book_response", "export_response", "safe_text"]
