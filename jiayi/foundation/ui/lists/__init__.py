"""Lists that filter, sort, page by key and export; what a page of them holds no personal data in its address.

LIST = ListSpec(filters=(choice_filter("state", gettext_noop("状态"), State.choices()),),
                sorts=(Sort("signed_on", gettext_noop("签约日期"), ("-signed_on", "-id")),))
page = list_page(LIST, selectors.agreements(request.viewer), request.GET)
return render_list(request, "agreements/list.html", {"page": page})
"""

from .files import EXPORT_LIMIT, ListFile, Taken, list_file
from .filters import Filter, choice_filter, date_filter, flag_filter, identifier_filter
from .page import COUNT_LIMIT, ListPage, ListSpec, Sort, list_page, narrowed
from .response import is_for_list, render_list
from .rows import RowsPage, rows_page

__all__ = [
    "COUNT_LIMIT",
    "EXPORT_LIMIT",
    "Filter",
    "ListFile",
    "ListPage",
    "ListSpec",
    "RowsPage",
    "Sort",
    "Taken",
    "choice_filter",
    "date_filter",
    "flag_filter",
    "identifier_filter",
    "is_for_list",
    "list_file",
    "list_page",
    "narrowed",
    "render_list",
    "rows_page",
]
