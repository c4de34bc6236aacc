"""Days of absence and what they call for. Pure."""


def actions_due(absent_days: int, *, contact_from: int, notify_from: int) -> list[str]:
    """What so many school days of absence ask for, the lighter first."""
    steps = (("contact_family", contact_from), ("notify_head", notify_from))
    return [action for action, least in steps if absent_days >= least]
