"""States and kinds that the software itself distinguishes."""

from jiayi.foundation.core.choices import Choice


class ResidentStatus(Choice):
    """Whether a person is counted among those who live here; all but the first close the health record."""

    LIVING_HERE = "living_here", "在住", "Living here"
    MOVED_AWAY = "moved_away", "迁出", "Moved away"
    DECEASED = "deceased", "死亡", "Deceased"
    UNREACHABLE = "unreachable", "失访", "Cannot be reached"
    REFUSED = "refused", "拒绝建档", "Refused a record"
    OTHER = "other", "其他", "Closed for another reason"


class DocumentKind(Choice):
    """What proves who a person is; the codes of rulebook/roster.yaml, and `none` of the newborn."""

    RESIDENT_IDENTITY_CARD = "resident_identity_card", "居民身份证", "Resident identity card"
    PERMIT = "hong_kong_macao_taiwan_permit", "港澳台居民居住证", "Hong Kong, Macao or Taiwan permit"
    NONE = "none", "无证件", "No document yet"


class ResidenceKind(Choice):
    """Where a person's household registration is; the codes of rulebook/roster.yaml."""

    REGISTERED = "registered", "户籍", "Registered here"
    NOT_REGISTERED = "not_registered", "非户籍", "Registered elsewhere"


class StayReason(Choice):
    """Why a resident lives elsewhere for a time."""

    WORK = "work", "外出务工经商", "Working elsewhere"
    FAMILY = "family", "随子女或投亲居住", "Living with family elsewhere"
    STUDY = "study", "外出求学", "Studying elsewhere"
    CARE = "care", "在外住院或养老", "In a hospital or home elsewhere"
    OTHER = "other", "其他", "Other"


class GroupSource(Choice):
    """Who said that a resident belongs to a group."""

    STAFF = "staff", "医务人员登记", "Entered by staff"
    ROSTER = "roster", "花名册导入", "From a roster"
    INTERFACE = "interface", "接口传入", "From another system"
    RECORD = "record", "诊疗记录", "From a care record"


class PlaceKind(Choice):
    """What may stand in a care relation with a resident."""

    INSTITUTION = "institution", "机构", "Institution"
    TEAM = "team", "团队", "Team"
    PRACTITIONER = "practitioner", "人员", "Practitioner"


class Purpose(Choice):
    """Why a place may see a resident."""

    AGREEMENT = "agreement", "签约服务", "Agreement"
    REFERRAL = "referral", "转诊", "Referral"
    CONSULTATION = "consultation", "会诊", "Consultation"
    GUARDIANSHIP = "guardianship", "监护", "Guardianship"
    LOOKUP = "lookup", "跨区域接诊", "Care after a look-up"


class LookupReason(Choice):
    """Why somebody looks for a person outside of their own area."""

    AT_THE_DESK = "at_the_desk", "本人前来就诊", "The person is here for care"
    EMERGENCY = "emergency", "急诊急救", "Emergency"
    REFERRAL = "referral", "接收转诊", "Incoming referral"
    MOVING_IN = "moving_in", "迁入建档", "Moving in"
    VERIFICATION = "verification", "信息核实", "Checking a record"
