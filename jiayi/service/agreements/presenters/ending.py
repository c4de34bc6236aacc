"""Ending an agreement in words: what is over with it, and what stays."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayi.foundation.base.signs import joined
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.tasks.terms import TaskKind
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors import Ending
from jiayi.service.agreements.terms import IN_FORCE, UNSIGNED, EndReason, Kind, State

from .rows import package_labels


def ending_page(agreement: Agreement, ending: Ending, *, on: dt.date) -> dict[str, Any]:
    """The agreement that is to end, what ends with it and what stays."""
    return {
        "number": agreement.paper.number,
        "name": agreement.resident.name,
        "state": agreement.state,
        "state_label": label_of(State, agreement.state),
        "facts": [
            (_("居民"), agreement.resident.name),
            (_("协议编号"), agreement.paper.number),
            (_("类型"), label_of(Kind, agreement.kind)),
            (pgettext("one", "签约团队"), f"{agreement.team.name} · {agreement.institution.name}"),
            (_("责任人"), agreement.responsible_person.name),
            (_("服务包"), joined(package_labels(agreement))),
        ],
        "term": (agreement.starts_on, agreement.ends_on),
        "days_lost": max((agreement.ends_on - on).days, 0),
        "ends": _ends(agreement, ending),
        "stays": _stays(ending),
    }


def _ends(agreement: Agreement, ending: Ending) -> list[str]:
    team = {"team": agreement.team.name, "doctor": agreement.responsible_person.name}
    found = [
        _("服务包中尚未完成的项目不再提供。"),
        _("%(team)s和责任人%(doctor)s不再因本协议查看居民档案。") % team,
    ]
    if agreement.kind != Kind.SUPPLEMENTARY:
        found.append(_("%(team)s的签约人数减少1人。") % team)
    if ending.is_last_of_household:
        found.append(_("该户在%(team)s已没有其他签约成员，签约户数减少1户。") % team)
    if ending.tasks:
        kinds = [label_of(TaskKind, kind) for kind in ending.tasks]
        found.append(_("关闭待办：%(kinds)s。") % {"kinds": joined(kinds)})
    return found


def _stays(ending: Ending) -> list[str]:
    others = [
        _("%(kind)s协议%(number)s（%(team)s，%(state)s）")
        % {
            "kind": label_of(Kind, one.kind),
            "number": one.paper.number,
            "team": one.team.name,
            "state": label_of(State, one.state),
        }
        for one in ending.others
    ]
    return [*others, _("基本医疗和基本公共卫生服务照常提供。"), _("已有的健康档案、服务记录和协议文本。")]


def answers_of(form: Any) -> list[tuple[str, str]]:
    """What was filled in, as people read it."""
    found = []
    for field in form:
        value = form.cleaned_data[field.name]
        if value in ("", False, None):
            continue
        choices = dict(getattr(field.field, "choices", ()))
        words = _("是") if value is True else str(choices.get(value, value))
        found.append((str(field.label), words))
    return found


def ended_line(agreement: Agreement) -> dict[str, Any] | None:
    """How an agreement ended; None while it is in force, or waits to be signed."""
    if agreement.state in (*IN_FORCE, *UNSIGNED):
        return None
    return {
        "name": agreement.resident.name,
        "state": agreement.state,
        "label": label_of(State, agreement.state),
        "on": agreement.ended_on,
        "reason": label_of(EndReason, agreement.end_reason) if agreement.end_reason else "",
        "note": agreement.end_note if agreement.end_reason != EndReason.MERGER else "",
        "evidence": agreement.end_evidence,
        "reasons": agreement.end_reasons,
    }
