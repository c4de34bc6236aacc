"""The referral form (双向转诊单) as it is filled in on a phone: what the record knows stands there already."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral.terms import (
    Circumstance,
    ConsentBy,
    Destination,
    DiagnosisGroup,
    ReferralRequest,
    Urgency,
    VisitKind,
)

OUTSIDE = "outside"


def _long(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **options)


class ReferralForm(Form):
    """A referral upward."""

    urgency = forms.ChoiceField(label=_("紧急程度"), widget=forms.RadioSelect, initial=Urgency.ROUTINE)
    criteria = forms.MultipleChoiceField(
        label=_("转诊指征"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("供判断紧急程度参考。")
    )
    from_institution = forms.ChoiceField(label=_("转出机构"))
    to_institution = forms.ChoiceField(label=_("接收机构"))
    to_name = forms.CharField(label=_("平台外机构的名称"), required=False, max_length=120)
    to_level = forms.ChoiceField(label=_("平台外机构的级别"), required=False)
    to_department = forms.CharField(label=_("科室"), required=False, max_length=60)
    to_contact = forms.CharField(label=_("接收医生或联系人"), required=False, max_length=60)
    to_phone = forms.CharField(
        label=_("联系电话"), required=False, max_length=30, help_text=_("留空用该机构公布的电话。")
    )
    slot = forms.ChoiceField(
        label=_("预约号源"), required=False, help_text=_("选接收机构的号，提交时一并预约；也可以不选，由接收机构安排。")
    )
    visit = forms.ChoiceField(label=_("就诊方式"), initial=VisitKind.OUTPATIENT)
    group = forms.ChoiceField(label=_("病种"))
    diagnosis = forms.CharField(label=_("初步印象"), max_length=200)
    illness = _long(_("主要现病史（转出原因）"))
    history = _long(_("主要既往史"), required=False)
    treatment = _long(_("治疗经过"), required=False)
    findings = _long(_("近期检查数值"), required=False)
    medicines = _long(_("正在使用的药物"), required=False)
    allergies = forms.CharField(label=_("过敏史"), required=False, max_length=200)
    doctor_phone = forms.CharField(label=_("转诊医生电话"), required=False, max_length=30)
    circumstances = forms.MultipleChoiceField(
        label=_("不受逐级转诊限制的情形"), required=False, widget=forms.CheckboxSelectMultiple
    )
    disability_grade = forms.TypedChoiceField(label=_("残疾等级"), required=False, coerce=int, empty_value=None)
    evidence = forms.CharField(
        label=_("情形的凭据"), required=False, max_length=200, help_text=_("如出院记录、残疾证。")
    )
    consent = forms.BooleanField(label=_("已告知并征得同意"), required=False)
    consent_by = forms.ChoiceField(label=_("由谁同意"), required=False, initial=ConsentBy.PATIENT)

    def __init__(self, *arguments: Any, places: dict[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = {
            "urgency": options_of(Urgency),
            "visit": options_of(VisitKind),
            "group": options_of(DiagnosisGroup),
            "consent_by": options_of(ConsentBy),
            "circumstances": options_of(Circumstance),
            "to_level": [("", _("请选择")), *options_of(InstitutionLevel)],
            "disability_grade": [("", _("无")), *((number, str(number)) for number in range(1, 5))],
            "from_institution": [(str(one.id), one.name) for one in places["senders"]],
            "to_institution": [("", _("请选择")), *_by_level(places["receivers"]), (OUTSIDE, _("平台外的机构"))],
            "slot": [("", _("由接收机构安排")), *places.get("slots", ())],
            "criteria": [(label_of(Urgency, urgency), rows) for urgency, rows in places["criteria"]],
        }
        for name, values in choices.items():
            self.fields[name].choices = values

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to_institution") == OUTSIDE and not (data.get("to_name") and data.get("to_level")):
            self.add_error("to_name", _("请填写平台外机构的名称和级别。"))
        if (data.get("circumstances") or data.get("disability_grade")) and not data.get("evidence"):
            self.add_error("evidence", _("请写明凭据。"))
        return data

    def request(self, resident_id: UUID, record_id: UUID | None) -> ReferralRequest:
        """The request behind valid answers."""
        data = self.cleaned_data
        same = ("urgency", "visit", "group", "diagnosis", "illness", "history", "treatment", "findings", "medicines")
        more = ("allergies", "doctor_phone", "disability_grade", "evidence", "consent")
        is_outside = data["to_institution"] == OUTSIDE
        return ReferralRequest(
            resident_id=resident_id,
            from_institution_id=UUID(data["from_institution"]),
            destination=Destination(
                institution_id=None if is_outside else UUID(data["to_institution"]),
                name=data["to_name"] if is_outside else "",
                level=data["to_level"] if is_outside else "",
                department=data["to_department"],
                contact=data["to_contact"],
                phone=data["to_phone"],
            ),
            criteria=tuple(data["criteria"]),
            circumstances=tuple(data["circumstances"]),
            consent_by=data["consent_by"] if data["consent"] else "",
            record_id=record_id,
            slot_id=UUID(data["slot"]) if data["slot"] else None,
            **{name: data[name] for name in (*same, *more)},
        )


def _by_level(institutions: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    found: dict[str, list[tuple[str, str]]] = {str(level): [] for level in InstitutionLevel}
    for one in institutions:
        words = bracketed(one.name, one.phone)
        found.setdefault(one.level, []).append((str(one.id), words))
    return [(label_of(InstitutionLevel, level), rows) for level, rows in found.items() if rows]
