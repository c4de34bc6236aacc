"""Which tasks the voices of residents make due (config/task_sources.py)."""

APPEALS = """
    SELECT 'appeal:' || appeal.id AS key, 'answer_appeal' AS kind, appeal.resident_id, appeal.team_id,
        appeal.region_code, appeal.id AS subject_id, appeal.asked_on AS from_on, appeal.due_on
    FROM engagement_appeal AS appeal WHERE appeal.state = 'open'
"""


def appeals_to_answer() -> str:
    """What residents asked for and nobody has answered."""
    return APPEALS
