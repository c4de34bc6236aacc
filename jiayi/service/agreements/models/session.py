"""Signing sessions: a village signs in an evening, household by household."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class SigningSession(Entity):
    """One evening in one village with one team."""

    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="signing_sessions")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    held_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "team"], condition=Q(closed_at=None), name="signing_session_open_once"
            ),
        ]
        indexes = [models.Index(fields=["-held_on", "-id"], name="signing_session_listing")]


class SessionEntry(Entity):
    """A household, or a person without one, in the queue of a session."""

    session = models.ForeignKey(SigningSession, models.CASCADE, related_name="entries")
    household = models.ForeignKey("people.Household", models.CASCADE, null=True, blank=True, related_name="+")
    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="+")  # the head, or the person
    place = models.PositiveIntegerField()  # in the queue, from 1
    persons = models.PositiveSmallIntegerField()  # who are to be signed or renewed
    state = models.CharField(max_length=10, default="waiting")  # terms.EntryState
    paper = models.ForeignKey("agreements.AgreementPaper", models.SET_NULL, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="session_entry_place_once"),
            models.UniqueConstraint(fields=["session", "resident"], name="session_entry_once"),
        ]
