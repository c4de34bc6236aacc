"""Words of this room: levels from near to far, kinds of visits, verdicts on rows; what is compared."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.core.choices import Choice


class Level(Choice):
    """Where one can go, the nearest first; ladder of insurance.rates."""

    TOWNSHIP = "township", "乡镇、社区", "Township or community"
    COUNTY = "county", "县级医院", "County hospital"
    CITY = "city", "市级医院", "City hospital"
    PROVINCE = "province", "省级医院", "Provincial hospital"


class VisitKind(Choice):
    """What kind of visit."""

    OUTPATIENT = "outpatient", "门诊", "Outpatient"
    INPATIENT = "inpatient", "住院", "Inpatient"


class RowVerdict(Choice):
    """What became of a row of an imported file."""

    ADDED = "added", "新增", "Added"
    UNCHANGED = "unchanged", "未变", "Unchanged"
    REJECTED = "rejected", "退回", "Rejected"


IN_AREA = (Level.TOWNSHIP, Level.COUNTY)  # the usual case: the county's own institutions
LEVELS = ("village", *(str(level) for level in Level))
PRIMARY = ("village", "township")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who goes, what for, and what it would cost; amounts in fen."""

    visit: str
    amount_fen: int
    age: float = 40
    consultation_fee_fen: int = 0
    emergency: bool = False
    exempt: bool = False
    contracted: bool = False
    down_referral: bool = False
    deductible_paid_fen: int = 0
    episode_continues: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the pool and the resident would pay of one visit, with the reasons; amounts in fen."""

    rate: float
    deductible_fen: int
    pool_fen: int
    own_fen: int
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One level, referred and not; `unreferred` is None where a referral makes no difference there."""

    level: Level
    in_area: bool
    referred: Estimate
    unreferred: Estimate | None

    @property
    def dearer_fen(self) -> int:
        """How much more the resident pays without a referral."""
        return self.unreferred.own_fen - self.referred.own_fen if self.unreferred else 0


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    since: dt.date
    until: dt.date
