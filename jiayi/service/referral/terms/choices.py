"""Words of the room: levels of urgency, what an episode is about, reasons, what a patient brings along."""

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


class Direction(Choice):
    """Which way a patient goes."""

    UP = "up", "上转", "Up"
    DOWN = "down", "下转", "Down"


class Urgency(Choice):
    """How soon the patient must be seen."""

    ROUTINE = "routine", "一般", "Routine"
    URGENT = "urgent", "紧急", "Urgent"
    EMERGENCY = "emergency", "急诊", "Emergency"


class VisitKind(Choice):
    """What the patient is referred for."""

    OUTPATIENT = "outpatient", "门诊", "Outpatient"
    INPATIENT = "inpatient", "住院", "Inpatient"


class DiagnosisGroup(Choice):
    """What an episode is about: one open referral of a resident in each group."""

    HYPERTENSION = "hypertension", "高血压", "Hypertension"
    DIABETES = "diabetes", "糖尿病", "Diabetes"
    CORONARY = "coronary", "冠心病", "Coronary disease"
    STROKE = "stroke", "脑卒中", "Stroke"
    RESPIRATORY = "respiratory", "呼吸系统疾病", "Respiratory disease"
    DIGESTIVE = "digestive", "消化系统疾病", "Digestive disease"
    KIDNEY = "kidney", "泌尿系统疾病", "Disease of the kidneys"
    INJURY = "injury", "外伤和骨关节疾病", "Injury, bones and joints"
    CANCER = "cancer", "肿瘤", "Cancer"
    MENTAL_DISORDER = "mental_disorder", "严重精神障碍", "Severe mental disorder"
    TUBERCULOSIS = "tuberculosis", "肺结核", "Tuberculosis"
    INFECTIOUS = "infectious", "其他传染病", "Other infectious disease"
    MATERNAL = "maternal", "孕产期", "Pregnancy and childbirth"
    CHILD = "child", "儿童疾病", "Disease of children"
    OTHER = "other", "其他", "Other"


# Seen at home by those alone who may read restricted records.
RESTRICTED_GROUPS = (DiagnosisGroup.MENTAL_DISORDER, DiagnosisGroup.TUBERCULOSIS, DiagnosisGroup.INFECTIOUS)


class ConsentBy(Choice):
    """Who agreed to the referral."""

    PATIENT = "patient", "患者本人", "The patient"
    FAMILY = "family", "家属或监护人", "Family or guardian"


class Circumstance(Choice):
    """What may exempt from the ladder and is stated with evidence."""

    POSTOPERATIVE_REVISIT = "postoperative_revisit", "术后复诊", "Revisit after an operation"
    LIVES_ELSEWHERE = "lives_elsewhere", "异地居住或务工", "Lives or works elsewhere"


class DownPurpose(Choice):
    """What a patient who is sent back needs at home (S4-14)."""

    POST_OPERATIVE = "post_operative", "术后恢复", "Recovery after an operation"
    REHABILITATION = "rehabilitation", "康复", "Rehabilitation"
    CHRONIC_MANAGEMENT = "chronic_management", "慢性病长期管理", "Long-term chronic care"
    PALLIATIVE = "palliative", "晚期肿瘤非手术治疗和安宁疗护", "Palliative care"
    NURSING = "nursing", "老年护理", "Nursing of the elderly"


class FileKind(Choice):
    """What a file of a referral is."""

    LABORATORY = "laboratory", "检验报告", "Laboratory report"
    ELECTROCARDIOGRAM = "electrocardiogram", "心电图", "Electrocardiogram"
    IMAGING = "imaging", "影像", "Images"
    MEDICINES = "medicines", "用药清单", "List of medicines"
    EVIDENCE = "evidence", "情形的凭据", "Evidence of circumstances"
    DISCHARGE = "discharge", "出院小结", "Discharge summary"
    OTHER = "other", "其他", "Other"


class Reason(Choice):
    """Why a referral was refused, redirected or cancelled."""

    NO_BED = "no_bed", "没有床位", "No bed"
    NO_DOCTOR = "no_doctor", "没有出诊医生", "No doctor on duty"
    BEYOND_ABILITY = "beyond_ability", "超出本机构能力", "Beyond this institution"
    NOT_INDICATED = "not_indicated", "不需要转诊，可在当地治疗", "Can be treated at home"
    INCOMPLETE = "incomplete", "资料不全", "Papers incomplete"
    OTHER_DEPARTMENT = "other_department", "应由其他机构或科室接诊", "For another institution or department"
    PATIENT_DECLINED = "patient_declined", "患者改变主意", "The patient changed their mind"
    IMPROVED = "improved", "病情好转", "Improved"
    DIED_OR_LEFT = "died_or_left", "去世或迁出", "Died or left"
    MISTAKE = "mistake", "填写错误", "Entered by mistake"
    OTHER = "other", "其他", "Other"


REASONS_TO_REJECT = (
    Reason.NO_BED,
    Reason.NO_DOCTOR,
    Reason.BEYOND_ABILITY,
    Reason.NOT_INDICATED,
    Reason.INCOMPLETE,
    Reason.OTHER,
)
REASONS_TO_REDIRECT = (Reason.NO_BED, Reason.NO_DOCTOR, Reason.BEYOND_ABILITY, Reason.OTHER_DEPARTMENT, Reason.OTHER)
REASONS_TO_CANCEL = (Reason.PATIENT_DECLINED, Reason.IMPROVED, Reason.MISTAKE, Reason.OTHER)
REASONS_TO_REFUSE = (Reason.NOT_INDICATED, Reason.INCOMPLETE, Reason.OTHER)


class AuditVerdict(Choice):
    """What an audit found of a case."""

    PROPER = "proper", "规范", "Proper"
    FLAWED = "flawed", "有不足", "With flaws"
    BREACH = "breach", "违规", "In breach"


class Sanction(Choice):
    """What follows a breach (S4-81)."""

    TIMED_CORRECTION = "timed_correction", "限期整改", "To be put right by a day"
    TALK = "talk", "约谈", "Called in"
    CIRCULAR = "circular", "通报批评", "Named in a circular"
    SUSPENDED = "suspended", "暂停转诊资格", "Referring suspended"
