"""When residents belonged to groups, as a query for rooms that look at many at once."""

_MEMBERSHIPS = 'SELECT resident_id, "group", since, until FROM people_groupmembership'


def memberships() -> str:
    """What is recorded: resident_id, group, since, until (none: still); derived groups are not among them."""
    return _MEMBERSHIPS
