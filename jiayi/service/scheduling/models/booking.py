"""Residents in a session: booked, waiting, come, not come."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Booking(Entity):
    """A resident's place in a session, or their turn on its waiting list."""

    session = models.ForeignKey("scheduling.Session", models.PROTECT, related_name="bookings", db_index=False)
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="bookings", db_index=False)
    state = models.CharField(max_length=10)  # terms.BookingState
    purpose = models.CharField(max_length=100, blank=True)
    booked_on = models.DateField()
    booked_by = models.UUIDField(null=True)
    booked_by_name = models.CharField(max_length=60, blank=True)
    reminder = models.CharField(max_length=10, blank=True)  # terms.Reminder
    reminded_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)  # terms.BookingReason: why it was given back
    note = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)  # when attendance was entered
    promoted_at = models.DateTimeField(null=True, blank=True)  # when it came off the waiting list
    moved_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="moved_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "resident"], condition=~Q(state="cancelled"), name="booking_once_a_session"
            ),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="booking_says_why_given_back"),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "waiting", "came", "missed", "walked_in", "cancelled"]),
                name="booking_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["session", "created_at", "id"], name="booking_of_session"),
            models.Index(fields=["resident", "-created_at"], name="booking_of_resident"),
        ]
