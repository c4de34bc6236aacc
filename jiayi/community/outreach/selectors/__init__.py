"""Reads of this room; the viewer comes first."""

from .activities import (
    activities,
    activity_for,
    attendance_for,
    attendance_of,
    attended_in,
    coming_activities,
    judge_activity,
    judge_archive,
)
from .campaigns import campaign_figures, campaign_for, campaigns, places_to_plan
from .files import file_for, files_of, subject_for
from .goals import InstitutionGoals, institution_goals
from .health_workers import health_worker_counts, health_workers, judge_health_workers
from .meetings import meeting_for, meetings
from .months import TeamMonth, activities_of_month, figures_of, summary_of, team_month, team_months
from .planning import channels, members_of, places_of, tags, team_of, teams_to_plan, topics, training_topics, words_of
from .plans import TeamPlan, duties_due, duties_of, duty_for, milestones_of, plan_of, team_plans
from .statements import count_word, counted_codes, own_counts, statements, tolerances, townships

__all__ = [
    "InstitutionGoals",
    "TeamMonth",
    "TeamPlan",
    "activities",
    "activities_of_month",
    "activity_for",
    "attendance_for",
    "attendance_of",
    "attended_in",
    "campaign_figures",
    "campaign_for",
    "campaigns",
    "channels",
    "coming_activities",
    "count_word",
    "counted_codes",
    "duties_due",
    "duties_of",
    "duty_for",
    "figures_of",
    "file_for",
    "files_of",
    "health_worker_counts",
    "health_workers",
    "institution_goals",
    "judge_activity",
    "judge_archive",
    "judge_health_workers",
    "meeting_for",
    "meetings",
    "members_of",
    "milestones_of",
    "places_of",
    "own_counts",
    "places_to_plan",
    "plan_of",
    "statements",
    "tolerances",
    "townships",
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
