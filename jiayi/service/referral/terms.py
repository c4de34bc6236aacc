"""Words of the room."""

from jiayi.foundation.core.choices import Choice


class PackagePart(Choice):
    """What a patient who is sent back brings along."""

    DIAGNOSIS = "diagnosis", "诊断", "Diagnosis"
    DISCHARGE_SUMMARY = "discharge_summary", "出院小结", "Discharge summary"
    DRUGS = "drugs", "用药", "Drugs"
    NEXT_PLAN = "next_plan", "下一步治疗方案", "Next plan"
    WARNING_SIGNS = "warning_signs", "警示症状", "Warning signs"
    REVISIT_DATE = "revisit_date", "复诊日期", "Date of the next visit"
    CONTACT = "contact", "联系人和电话", "Contact"
