"""Forms of communities and of a kindergarten's day."""

from .agreements import AgreementForm, EndAgreementForm
from .daily import DutyForm, MealForm, MedicineForm
from .frail import CloseFrailForm, FrailForm, ReviewForm
from .incidents import IncidentForm, SettleForm
from .meals import MenuForm, NutritionForm
from .months import ReportForm
from .morning import StepForm, lines_of
from .places import ClassForm, CommunityForm, FindForm, JoinForm, MemberForm, plan_values

__all__ = [
    "AgreementForm",
    "ClassForm",
    "CloseFrailForm",
    "CommunityForm",
    "DutyForm",
    "EndAgreementForm",
    "FindForm",
    "FrailForm",
    "IncidentForm",
    "JoinForm",
    "MealForm",
    "MedicineForm",
    "MemberForm",
    "MenuForm",
    "NutritionForm",
    "ReportForm",
    "ReviewForm",
    "SettleForm",
    "StepForm",
    "lines_of",
    "plan_values",
]
