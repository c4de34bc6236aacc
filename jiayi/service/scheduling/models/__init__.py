"""Schedules, the sessions made of them, and the residents in these; shared resources and their slots."""

from .booking import Booking
from .resource import Quota, Resource
from .schedule import Schedule
from .session import Session
from .slot import Slot, SlotBooking, SlotShare, SlotWish

__all__ = ["Booking", "Quota", "Resource", "Schedule", "Session", "Slot", "SlotBooking", "SlotShare", "SlotWish"]
