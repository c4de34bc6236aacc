"""The one-screen form of an order: diagnosis, drugs, criteria, papers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.rows import RowsField
from jiayi.foundation.ui.wording import options_of
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.selectors.catalogue import SEPARATOR, choices
from jiayi.service.prescriptions.terms import (
    Answer,
    ConsentKind,
    Frequency,
    ItemRequest,
    OrderRequest,
    Papers,
)

DIAGNOSES, CRITERIA, TOPICS = "prescription.diagnoses", "prescription.criteria", "prescription.education_topics"
OTHER = "other"
YES_NO = (("yes", _("符合")), ("no", _("不符合")))
USUAL_DAYS = 28


class OrderForm(Form):
    """Everything of an order; what may stand is the rules' to say."""

    diagnoses = forms.MultipleChoiceField(label=_("诊断"), widget=forms.CheckboxSelectMultiple)
    diagnosis_text = forms.CharField(label=_("诊断说明"), required=False, max_length=200)
    days = forms.IntegerField(label=_("天数"), min_value=1, max_value=366, initial=USUAL_DAYS)
    starts_on = DateField(label=_("开始日期"))
    face_to_face = forms.BooleanField(label=_("本次面对面诊疗"), required=False, initial=True)
    assessment = forms.CharField(
        label=_("评估意见"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    topics = forms.MultipleChoiceField(label=_("患者教育"), required=False, widget=forms.CheckboxSelectMultiple)
    teach_back = forms.BooleanField(label=_("患者能复述要点"), required=False)
    consent = forms.ChoiceField(label=_("知情同意"), required=False)
    consented_by = forms.CharField(label=_("同意人"), required=False, max_length=60)
    witness = forms.CharField(label=_("见证人"), required=False, max_length=60)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, today: dt.date, schemes: Sequence[str], *arguments: Any, region_code: str = "", **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.today = today
        book, language = rulebook(), get_language() or ""
        self.fields["diagnoses"].choices = [
            *((code, _labelled(code, language)) for code in _listed(DIAGNOSES, today, schemes)),
            (OTHER, _("其他（不在病种目录内）")),
        ]
        self.fields["starts_on"].initial = today
        self.fields["topics"].choices = [
            (code, book.words[code].label(language)) for code in _listed(TOPICS, today, schemes)
        ]
        self.fields["consent"].choices = [("", _("未取得")), *options_of(ConsentKind)]
        self.fields["submission_id"].initial = uuid4()
        self.fields["items"] = RowsField(_columns(language, region_code), label=_("药品"))
        self.criteria = _listed(CRITERIA, today, schemes)
        for code in self.criteria:
            label = book.words[code].label(language)
            self.fields[f"answer_{code}"] = forms.ChoiceField(
                label=label, required=False, choices=YES_NO, widget=forms.RadioSelect
            )
            self.fields[f"note_{code}"] = forms.CharField(label=_("说明"), required=False, max_length=200)

    @property
    def criterion_fields(self) -> list[tuple[Any, Any]]:
        """Each criterion's question and its note, as the page shows them."""
        return [(self[f"answer_{code}"], self[f"note_{code}"]) for code in self.criteria]

    def request(
        self, resident_id: UUID, *, parent_id: UUID | None = None, draft_id: UUID | None = None
    ) -> OrderRequest:
        """The order behind what could be read; reasons of warnings stand in fields `reason.<key>`."""
        given = self.cleaned_data
        return OrderRequest(
            resident_id=resident_id,
            diagnoses=tuple(given.get("diagnoses") or ()),
            diagnosis_text=given.get("diagnosis_text", ""),
            days=given.get("days") or USUAL_DAYS,
            starts_on=given.get("starts_on"),
            face_to_face=given.get("face_to_face", False),
            items=tuple(_item(row) for row in given.get("items") or ()),
            answers={code: found for code in self.criteria if (found := self._answer(code))},
            papers=self._papers(),
            reasons=reasons_in(self.data),
            submission_id=given.get("submission_id") or uuid4(),
            parent_id=parent_id,
            draft_id=draft_id,
        )

    def _answer(self, code: str) -> Answer | None:
        said = self.cleaned_data.get(f"answer_{code}")
        return Answer(said == "yes", self.cleaned_data.get(f"note_{code}", "").strip()) if said else None

    def _papers(self) -> Papers:
        given = self.cleaned_data
        consent = given.get("consent")
        return Papers(
            assessment=given.get("assessment", "").strip(),
            topics=tuple(given.get("topics") or ()),
            teach_back=given.get("teach_back", False),
            consent=ConsentKind(consent) if consent else None,
            consented_by=given.get("consented_by", "").strip(),
            witness=given.get("witness", "").strip(),
        )


def reasons_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What was written for each warning, by its key."""
    return {
        name.removeprefix("reason."): str(data[name]).strip()[:200]
        for name in data
        if name.startswith("reason.") and str(data[name]).strip()
    }


def repeated(order: Prescription) -> dict[str, Any]:
    """An earlier order as the beginning of a new one."""
    rows = [
        {
            "drug": SEPARATOR.join((one.drug, one.form, one.strength)),
            "units": one.units_per_dose.normalize(),
            "frequency": one.frequency,
            "note": one.note,
            "infection": one.for_chronic_infection,
        }
        for one in order.items.order_by("position")
    ]
    return {
        "diagnoses": order.diagnoses,
        "diagnosis_text": order.diagnosis_text,
        "days": order.days,
        "items": rows,
    }


def _columns(language: str, region_code: str) -> dict[str, forms.Field]:
    offered = [(one.code, one.label) for one in choices(language, region_code)]
    return {
        "drug": forms.ChoiceField(label=_("药品、规格"), choices=[("", ""), *offered]),
        "units": forms.DecimalField(label=_("每次数量"), min_value=0.01, max_digits=6, decimal_places=2),
        "frequency": forms.ChoiceField(label=_("频次"), choices=[("", ""), *options_of(Frequency)]),
        "note": forms.CharField(label=_("用法说明"), required=False, max_length=100),
        "infection": forms.BooleanField(label=_("慢性感染"), required=False),
    }


def _item(row: Mapping[str, Any]) -> ItemRequest:
    drug, form, strength = row["drug"].split(SEPARATOR)
    return ItemRequest(
        drug=drug,
        form=form,
        strength=strength,
        units_per_dose=row["units"],
        frequency=Frequency(row["frequency"]),
        route=rulebook().drug_forms[form].route,
        note=row.get("note", ""),
        for_chronic_infection=bool(row.get("infection")),
    )


def _listed(key: str, today: dt.date, schemes: Sequence[str]) -> list[str]:
    found = find_value(key, today, schemes)
    return list(found.value) if found else []


def _labelled(code: str, language: str) -> str:
    known = rulebook().labelled(code)
    return known.label(language) if known and hasattr(known, "label") else code
