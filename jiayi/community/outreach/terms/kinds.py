"""Kinds and states of activities, meetings, files, campaigns."""

from jiayi.foundation.core.choices import Choice


class ActivityKind(Choice):
    """What is held (S2.1-11, S2.3-16, S2.8-02, S2.8-03, S0-32)."""

    LECTURE = "lecture", "健康大课堂（讲座）", "Health lecture"
    FREE_CLINIC = "free_clinic", "义诊", "Free clinic"
    COUNSELLING = "counselling", "公众健康咨询", "Public counselling"
    PUBLICITY_MONTH = "publicity_month", "宣传月活动", "Publicity month"
    COMMUNITY_SERVICE = "community_service", "社区服务", "Community service"
    SELF_MANAGEMENT = "self_management", "自我管理小组", "Self-management group"
    HEALTH_EXPRESS = "health_express", "健康直通车", "Health express"
    FAMILY_HEALTH_WORKER = "family_health_worker", "家庭保健员培养", "Training of family health workers"


TEACHING = (ActivityKind.LECTURE, ActivityKind.HEALTH_EXPRESS, ActivityKind.FAMILY_HEALTH_WORKER)


class ActivityState(Choice):
    """Where an activity stands."""

    PLANNED = "planned", "已计划", "Planned"
    HELD = "held", "已开展", "Held"
    ARCHIVED = "archived", "已归档", "Archived"
    CANCELLED = "cancelled", "已取消", "Cancelled"


TOOK_PLACE = (ActivityState.HELD, ActivityState.ARCHIVED)


class CancelReason(Choice):
    """Why an activity did not take place."""

    WEATHER = "weather", "天气或道路原因", "Weather or road"
    STAFF = "staff", "人员因故不能到场", "Staff could not come"
    PLACE = "place", "场地不能使用", "The place could not be used"
    FEW_PEOPLE = "few_people", "报名人数过少", "Too few people"
    EMERGENCY = "emergency", "应急任务", "Emergency"
    MISTAKE = "mistake", "登记错误", "Entered by mistake"
    OTHER = "other", "其他", "Other"


class HealthWorkerState(Choice):
    """Where a family health worker's training stands (outreach.health_worker)."""

    LEARNING = "learning", "培训中", "In training"
    TRAINED = "trained", "已培训", "Trained"
    LAPSED = "lapsed", "需复训", "To be trained again"


class MeetingKind(Choice):
    """Meetings of a team, and the ways of training (training.kinds)."""

    TEAM_MEETING = "team_meeting", "团队例会", "Team meeting"
    HALF_YEAR_SUMMARY = "half_year_summary", "半年总结", "Half-yearly summary"
    TEAM_TRAINING = "team_training", "团队培训", "Training of the team"
    MENTORING = "mentoring", "上级医院专家带教", "Teaching by lead-hospital experts"
    CONTINUING_EDUCATION = "continuing_education", "继续教育", "Continuing education"
    PAIRED_SUPPORT = "paired_support", "对口支援", "Paired support"


TRAININGS = (
    MeetingKind.TEAM_TRAINING,
    MeetingKind.MENTORING,
    MeetingKind.CONTINUING_EDUCATION,
    MeetingKind.PAIRED_SUPPORT,
)


class MeetingState(Choice):
    """Where a meeting stands."""

    PLANNED = "planned", "已计划", "Planned"
    HELD = "held", "已召开", "Held"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class CampaignState(Choice):
    """Where a campaign of publicity stands."""

    PLANNED = "planned", "已计划", "Planned"
    CIRCULATED = "circulated", "已通报", "Sent round"


class FileKind(Choice):
    """What a file of an activity or a meeting shows."""

    PHOTO = "photo", "现场照片", "Photo"
    SIGN_IN = "sign_in", "签到表", "Attendance sheet"
    MATERIAL = "material", "课件和资料", "Slides and material"
    MINUTES = "minutes", "会议记录", "Minutes"
    OTHER = "other", "其他", "Other"
