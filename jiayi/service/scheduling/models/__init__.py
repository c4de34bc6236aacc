"""Schedules, the sessions made of them, and the residents in these."""

from .booking import Booking
from .schedule import Schedule
from .session import Session

__all__ = ["Booking", "Schedule", "Session"]
