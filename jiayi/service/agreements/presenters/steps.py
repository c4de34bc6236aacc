"""The small steps that are still open for an agreement, as links."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import IN_FORCE


def open_steps(agreement: Agreement, on: dt.date) -> list[dict[str, str]]:
    """What the worklist asks for, or may be noted: address, icon and words of each."""
    if agreement.state not in IN_FORCE:
        return []
    paper, ending = agreement.paper, agreement.notice_from is not None and agreement.notice_from <= on
    found = [
        ("told", "list-check", _("登记已告知服务清单"), bool(paper.service_list) and paper.told_list_on is None),
        ("notice", "bell", _("登记已告知到期"), ending and agreement.notified_on is None),
        ("objection", "hand-stop", _("登记不再续签"), ending and agreement.objected_on is None),
        ("opened", "folder-open", _("登记健康档案已开放"), _is_closed(agreement)),
    ]
    return [
        {"url": reverse(f"agreements:{name}", args=[agreement.id]), "icon": icon, "label": label}
        for name, icon, label, is_open in found
        if is_open
    ]


def _is_closed(agreement: Agreement) -> bool:
    return agreement.open_record_by is not None and agreement.record_opened_on is None
