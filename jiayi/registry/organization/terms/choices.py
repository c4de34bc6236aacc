"""Closed sets of codes of this room, each with its Chinese and English label."""

from enum import StrEnum

from jiayi.foundation.core.choices import Choice


class RegionLevel(Choice):
    """Levels of the national codes, from the top."""

    PROVINCE = "province", "省", "Province"
    CITY = "city", "市", "City"
    COUNTY = "county", "县", "County"
    TOWNSHIP = "township", "乡镇", "Township"
    VILLAGE = "village", "村（社区）", "Village"


# How many digits a code of each level has; a code begins with its parent's.
CODE_LENGTHS = {
    RegionLevel.PROVINCE: 2,
    RegionLevel.CITY: 4,
    RegionLevel.COUNTY: 6,
    RegionLevel.TOWNSHIP: 9,
    RegionLevel.VILLAGE: 12,
}
MOST_WEEKLY_HOURS = 80  # that anybody may have for one team


class DivisionFault(StrEnum):
    """Why a list of divisions is refused: the file as a whole, or one of its lines."""

    MISSING = "E_FILE_MISSING"
    DAMAGED = "E_FILE_DAMAGED"
    TOO_LARGE = "E_FILE_TOO_LARGE"
    ENCODING = "E_FILE_ENCODING"
    NO_HEADER = "E_FILE_NO_HEADER"
    EMPTY = "E_FILE_EMPTY"
    REGION_UNKNOWN = "E_REGION_UNKNOWN"
    LEVEL_UNKNOWN = "E_LEVEL_UNKNOWN"
    CODE_INVALID = "E_CODE_INVALID"
    CODE_DUPLICATE = "E_CODE_DUPLICATE"
    NAME_MISSING = "E_NAME_MISSING"
    NAME_INVALID = "E_NAME_INVALID"
    PARENT_WRONG = "E_PARENT_WRONG"
    PARENT_UNKNOWN = "E_PARENT_UNKNOWN"


class InstitutionKind(Choice):
    """What an institution is (S3-17 and the nouns of the design)."""

    VILLAGE_CLINIC = "village_clinic", "村卫生室", "Village clinic"
    VILLAGE_WORKSTATION = "village_workstation", "村级家庭医生工作站", "Village family-doctor workstation"
    COMMUNITY_STATION = "community_station", "社区卫生服务站", "Community health station"
    TOWNSHIP_CENTRE = "township_centre", "乡镇卫生院", "Township health centre"
    CENTRAL_TOWNSHIP_CENTRE = "central_township_centre", "中心卫生院", "Central township health centre"
    COMMUNITY_CENTRE = "community_centre", "社区卫生服务中心", "Community health centre"
    COUNTY_HOSPITAL = "county_hospital", "县级医院", "County hospital"
    COUNTY_TCM_HOSPITAL = "county_tcm_hospital", "县级中医医院", "County TCM hospital"
    CITY_HOSPITAL = "city_hospital", "市级医院", "City hospital"
    PROVINCE_HOSPITAL = "province_hospital", "省级医院", "Province hospital"
    MATERNAL_CHILD = "maternal_child", "妇幼保健机构", "Maternal and child health institution"
    DISEASE_CONTROL = "disease_control", "疾病预防控制中心", "Centre for disease control"
    REHABILITATION = "rehabilitation", "康复机构", "Rehabilitation institution"
    NURSING = "nursing", "护理机构", "Nursing institution"
    HOSPICE = "hospice", "安宁疗护机构", "Hospice"
    TCM_CLINIC = "tcm_clinic", "中医诊所", "TCM clinic"
    PRIVATE = "private", "社会办医疗机构", "Private institution"
    CHECK_UP_CENTRE = "check_up_centre", "体检中心", "Check-up centre"


class InstitutionLevel(Choice):
    """The level of care an institution stands on in the tiered system."""

    VILLAGE = "village", "村级", "Village"
    TOWNSHIP = "township", "乡镇级", "Township"
    COUNTY = "county", "县级", "County"
    CITY = "city", "市级", "City"
    PROVINCE = "province", "省级", "Province"


class InstitutionGrade(Choice):
    """How a primary institution was graded; some grades may charge the county's price (S4-62)."""

    GRADED_A = "graded_a_township", "甲等卫生院", "Grade-A township centre"
    DEMO_CENTRE = "provincial_demo_centre", "省级示范中心", "Provincial demonstration centre"


PRIMARY_LEVELS = (InstitutionLevel.VILLAGE, InstitutionLevel.TOWNSHIP)  # the grassroots


class ConsortiumKind(Choice):
    """How institutions are bound together."""

    COUNTY_COMMUNITY = "county_community", "县域医共体", "County medical community"
    URBAN_UNION = "urban_union", "城市医联体", "Urban medical union"
    SPECIALITY_ALLIANCE = "speciality_alliance", "专科联盟", "Speciality alliance"
    REMOTE_NETWORK = "remote_network", "远程医疗协作网", "Telemedicine network"


class Title(Choice):
    """Professional titles."""

    NONE = "none", "无职称", "No title"
    ASSISTANT = "assistant", "士级", "Assistant"
    JUNIOR = "junior", "初级（师级）", "Junior"
    INTERMEDIATE = "intermediate", "中级", "Intermediate"
    ASSOCIATE_SENIOR = "associate_senior", "副高级", "Associate senior"
    SENIOR = "senior", "正高级", "Senior"


class Qualification(Choice):
    """Licences and trainings that rules ask for; which role needs which licence stands in the rulebook."""

    PHYSICIAN = "physician", "执业医师", "Licensed physician"
    ASSISTANT_PHYSICIAN = "assistant_physician", "执业助理医师", "Assistant physician"
    RURAL_ASSISTANT_PHYSICIAN = (
        "rural_assistant_physician",
        "乡村全科执业助理医师",
        "Rural assistant GP",
    )
    RURAL_DOCTOR = "rural_doctor", "乡村医生执业证书", "Rural doctor's certificate"
    NURSE = "nurse", "护士执业证书", "Nurse's licence"
    PHARMACIST = "pharmacist", "药师资格", "Pharmacist's licence"
    GP_TRAINING = "gp_training", "全科医生培训合格", "Trained as a general practitioner"
    TCM = "tcm", "中医类别", "Traditional Chinese medicine"
    PUBLIC_HEALTH = "public_health", "公共卫生类别", "Public health"
    MENTAL_HEALTH = "mental_health", "精神卫生防治资质", "Mental-health prevention"
    MATERNAL_CHILD = "maternal_child", "母婴保健技术合格证", "Maternal and child health"
    REHABILITATION = "rehabilitation", "康复治疗资格", "Rehabilitation therapist"
    PSYCHOLOGY = "psychology", "心理咨询资格", "Psychological counsellor"
    NUTRITION = "nutrition", "营养师资格", "Nutritionist"


class EmploymentKind(Choice):
    """Who employs and where the person works (S3-14 names 县聘乡用 and 乡聘村用)."""

    COUNTY_FOR_TOWNSHIP = "county_for_township", "县聘乡用", "Employed by the county for a township"
    TOWNSHIP_FOR_VILLAGE = "township_for_village", "乡聘村用", "Employed by the township for a village"
    ESTABLISHED = "established", "在编", "Established post"
    CONTRACT = "contract", "聘用制", "Contract"
    MULTI_SITE = "multi_site", "多点执业", "Second practice site"
    RETIRED = "retired", "退休返聘", "Retired, re-employed"


class DeviceKind(Choice):
    """What primary sites are equipped with (S1-12), and the four things a team is known by (S2.1-22)."""

    UNIFORM = "uniform", "统一服装", "Uniform"
    BADGE = "badge", "胸牌", "Badge"
    VEHICLE = "vehicle", "服务车辆", "Vehicle"
    SERVICE_KIT = "service_kit", "签约服务包（箱）", "Service kit"
    BLOOD_PRESSURE_MONITOR = "blood_pressure_monitor", "血压计", "Blood-pressure monitor"
    GLUCOSE_METER = "glucose_meter", "血糖仪", "Glucose meter"
    ELECTROCARDIOGRAPH = "electrocardiograph", "心电图机", "Electrocardiograph"
    ULTRASOUND = "ultrasound", "超声设备", "Ultrasound"
    TELEMEDICINE = "telemedicine", "远程诊疗设备", "Telemedicine device"
    TABLET = "tablet", "随访平板", "Tablet"
    COMPUTER = "computer", "计算机", "Computer"
    OTHER = "other", "其他", "Other"


class DeviceStatus(Choice):
    """Whether a device can be used."""

    IN_USE = "in_use", "在用", "In use"
    IN_STORE = "in_store", "在库", "In store"
    UNDER_REPAIR = "under_repair", "维修中", "Under repair"
    RETIRED = "retired", "已报废", "Retired"


class CoordinationPart(Choice):
    """Whom a plan asks to carry the service together, besides the teams."""

    LEADING_GROUP = "leading_group", "领导小组", "Leading group"
    DEPARTMENT = "department", "联合部门", "Departments"
    HELPER = "helper", "属地协助力量", "Local helpers"
    OFFICE = "office", "办公室", "Offices"


class ResponsibilityStep(Choice):
    """Steps of the grid, widest first (S2.6-08: 包乡、包片、包村、包户包人)."""

    TOWNSHIP = "township", "包乡", "Township"
    PART = "part", "包片", "Part of a township"
    VILLAGE = "village", "包村", "Village"
    HOUSEHOLD = "household", "包户包人", "Households and persons"


class TeamTier(Choice):
    """First, second and third tier teams (S3-10, S3-11)."""

    FIRST = "1", "一级团队", "First tier"
    SECOND = "2", "二级团队", "Second tier"
    THIRD = "3", "三级团队", "Third tier"


class ReorganizationKind(Choice):
    """Acts over many."""

    HAND_OVER = "hand_over", "离岗交接", "Hand-over of a leaver"
    MERGE_TEAMS = "merge_teams", "团队合并", "Teams merged"
    SPLIT_TEAM = "split_team", "团队拆分", "Team split"
    MERGE_INSTITUTIONS = "merge_institutions", "机构合并", "Institutions merged"
    MERGE_VILLAGES = "merge_villages", "村（社区）合并", "Villages merged"
    RENAME_VILLAGE = "rename_village", "村（社区）更名", "Village renamed"
