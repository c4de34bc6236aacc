"""Reads of this room; the viewer comes first."""

from .activities import (
    activities,
    activity_for,
    attendance_for,
    attendance_of,
    coming_activities,
    judge_activity,
    judge_archive,
)
from .files import file_for, files_of, subject_for
from .meetings import meeting_for, meetings
from .months import TeamMonth, activities_of_month, figures_of, summary_of, team_month, team_months
from .planning import members_of, places_of, tags, team_of, teams_to_plan, topics, training_topics, words_of
from .plans import TeamPlan, duties_due, duties_of, duty_for, plan_of, team_plans

__all__ = [
    "TeamMonth",
    "TeamPlan",
    "activities",
    "activities_of_month",
    "activity_for",
    "attendance_for",
    "attendance_of",
    "coming_activities",
    "duties_due",
    "duties_of",
    "duty_for",
    "figures_of",
    "file_for",
    "files_of",
    "judge_activity",
    "judge_archive",
    "meeting_for",
    "meetings",
    "members_of",
    "places_of",
    "plan_of",
    "subject_for",
    "summary_of",
    "tags",
    "team_month",
    "team_months",
    "team_of",
    "team_plans",
    "teams_to_plan",
    "topics",
    "training_topics",
    "words_of",
]
