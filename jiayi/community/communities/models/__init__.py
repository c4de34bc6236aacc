"""Functional communities, their classes and members, and what is checked and done there day by day."""

from .agreement import CommunityAgreement
from .community import Community, CommunityClass, Member
from .daily import DoneDuty, FoodSample, GivenMedicine, Incident
from .frail import FrailChild, FrailReview
from .meals import Menu, NutritionWeek
from .morning import AbsenceStep, CheckEntry, MorningCheck
from .report import ArchivedReport

__all__ = [
    "AbsenceStep",
    "ArchivedReport",
    "CheckEntry",
    "Community",
    "CommunityAgreement",
    "CommunityClass",
    "DoneDuty",
    "FoodSample",
    "FrailChild",
    "FrailReview",
    "GivenMedicine",
    "Incident",
    "Member",
    "Menu",
    "MorningCheck",
    "NutritionWeek",
]
