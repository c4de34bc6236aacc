"""The page of a referral: the form as it was filled in, what became of it, what may be done."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.people import selectors as people
from jiayi.service.referral import permissions, selectors
from jiayi.service.referral.models import Referral, Reply
from jiayi.service.referral.terms import (
    BY_BUTTON,
    OPEN,
    Act,
    Circumstance,
    ConsentBy,
    DownPurpose,
    FileKind,
    Party,
    State,
    VisitKind,
    party_of,
)

from .lists import SIGNS, referral_row

_ROUTES = {Party.SENDER: "send", Party.RECEIVER: "answer", Party.HOME: "home"}
_DANGEROUS = (Act.CANCEL, Act.REJECT)


def referral_page(viewer: Viewer, referral: Referral, now: dt.datetime) -> dict[str, Any]:
    """Everything that the page shows."""
    today = timezone.localtime(now).date()
    reply = selectors.reply_of(referral)
    acts = selectors.acts_open_to(viewer, referral)
    return referral_row(referral, now) | {
        "resident_id": referral.resident_id if selectors.has_restricted_view(viewer, referral) else None,
        "who": who(referral, today),
        "phone": people.masked_numbers(referral.resident).phone,
        "route": route_rows(referral),
        "medical": medical_rows(referral),
        "appointment": _appointment(referral),
        "criteria": criteria_words(referral),
        "consent": consent_words(referral),
        "is_voucher": referral.voucher_valid,
        "reasons": referral.reasons,
        "note": " · ".join(part for part in (referral.note,) if part),
        "steps": _timeline(referral),
        "acts": [_button(referral, act) for act in acts if party_of(act) in _ROUTES],
        "reply": reply_rows(reply) if reply else [],
        "reply_reasons": reply.reasons if reply else [],
        "plan": selectors.plan_of(referral),
        "may_do_plan": permissions.is_party(viewer, referral, Party.HOME),
        "files": _files(viewer, referral),
        "may_attach": referral.state in OPEN and permissions.takes_part(viewer, referral),
        "record_id": referral.record_id if viewer.can("record_read") else None,
    }


def approval_page(referral: Referral) -> dict[str, Any]:
    """What the insurer's office reads: the form without the record."""
    return {
        "id": referral.id,
        "number": referral.number,
        "name": referral.resident.name,
        "route": route_rows(referral),
        "medical": medical_rows(referral)[:3],
        "consent": consent_words(referral),
        "reasons": referral.reasons,
        "waits": referral.state == State.APPROVAL,
    }


def who(referral: Referral, on: dt.date) -> str:
    """女 63岁."""
    age = completed_years(referral.resident.birth_date, on)
    return _("%(sex)s %(age)s岁") % {"sex": label_of(Sex, referral.resident.sex), "age": age}


def route_rows(referral: Referral) -> list[tuple[str, str]]:
    """From where to where, whom to call."""
    sender = (referral.doctor_name, referral.doctor_phone)
    receiver = (referral.to_department, referral.to_contact, referral.to_phone)
    return [
        (_("转出机构"), referral.from_institution.name),
        (_("转诊医生"), " ".join(part for part in sender if part)),
        (_("接收机构"), referral.to_name),
        (_("科室和联系人"), " ".join(part for part in receiver if part)),
        (_("就诊方式"), label_of(VisitKind, referral.visit)),
    ]


def medical_rows(referral: Referral) -> list[tuple[str, str]]:
    """The medical part of the form."""
    return [
        (_("初步印象"), " ".join(part for part in (referral.diagnosis, referral.diagnosis_code) if part)),
        (_("主要现病史（转出原因）"), referral.illness),
        (_("转诊指征"), criteria_words(referral)),
        (_("主要既往史"), referral.history),
        (_("治疗经过"), referral.treatment),
        (_("近期检查数值"), referral.findings),
        (_("正在使用的药物"), referral.medicines),
        (_("过敏史"), referral.allergies),
    ]


def reply_rows(reply: Reply) -> list[tuple[str, str]]:
    """The return form."""
    return [
        (_("诊断结果"), reply.diagnosis),
        (_("住院病案号"), reply.inpatient_number),
        (_("主要检查结果"), reply.exam_results),
        (_("治疗经过"), reply.summary),
        (_("用药"), reply.drugs),
        (_("下一步治疗方案及康复建议"), reply.next_plan),
        (_("警示症状"), reply.warning_signs),
        (_("复诊日期"), reply.revisit_on.isoformat()),
        (_("联系人和电话"), reply.contact),
        (_("回到基层需要"), joined(label_of(DownPurpose, one) for one in reply.purposes)),
    ]


def criteria_words(referral: Referral) -> str:
    """The criteria that were ticked."""
    book, language = rulebook(), get_language() or ""
    words = [book.labelled(code) for code in referral.criteria]
    return joined(word.label(language) for word in words if word)


def consent_words(referral: Referral) -> str:
    """Who agreed; what may exempt from the ladder, with its evidence."""
    parts = []
    if referral.consent:
        parts.append(_("%(who)s同意") % {"who": label_of(ConsentBy, referral.consent_by)})
    parts += [label_of(Circumstance, one) for one in referral.circumstances]
    if referral.disability_grade:
        parts.append(_("残疾%(grade)s级") % {"grade": referral.disability_grade})
    return "；".join([*parts, referral.evidence] if referral.evidence else parts)


def _files(viewer: Viewer, referral: Referral) -> list[dict[str, Any]]:
    return [
        {
            "id": file.id,
            "label": label_of(FileKind, file.kind),
            "name": file.file_name,
            "at": file.added_at,
            "by": file.added_by_name,
            "may_remove": referral.state in OPEN and file.added_by == viewer.actor_id,
        }
        for file in selectors.files_of(referral)
    ]


def _appointment(referral: Referral) -> str:
    if referral.appointment_on is None:
        return ""
    parts = (referral.appointment_time, referral.appointment_department, referral.appointment_contact)
    return " ".join([referral.appointment_on.isoformat(), *(part for part in parts if part)])


def _timeline(referral: Referral) -> list[dict[str, Any]]:
    return [
        {
            "on": step.on,
            "icon": SIGNS[State(step.to_state)][1],
            "title": label_of(Act, step.act),
            "text": " · ".join(part for part in (step.by_name, step.note) if part),
        }
        for step in selectors.steps_of(referral)
    ]


def _button(referral: Referral, act: Act) -> dict[str, Any]:
    route = _ROUTES[party_of(act)]
    return {
        "label": act.label(get_language() or ""),
        "url": reverse(f"referral:{route}", args=[referral.id, act.value]),
        "is_form": act not in BY_BUTTON,
        "is_dangerous": act in _DANGEROUS,
    }
