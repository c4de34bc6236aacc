"""The morning check of a class, child by child, and what followed an absence."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity

from .community import CommunityClass, Member


class MorningCheck(Entity):
    """One class on one day; entered anew it replaces what was entered before."""

    community_class = models.ForeignKey(CommunityClass, models.CASCADE, related_name="checks", db_index=False)
    day = models.DateField()
    checked_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)  # after the window of kindergarten.morning_check_window
    checked_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community_class", "day"], name="morning_check_once")]
        indexes = [models.Index(fields=["day", "id"], name="morning_check_day")]


class CheckEntry(models.Model):
    """What the check says of one child."""

    id = models.BigAutoField(primary_key=True)
    check_of = models.ForeignKey(MorningCheck, models.CASCADE, related_name="entries", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="entries")
    presence = models.CharField(max_length=10)  # terms.Presence
    reason = models.CharField(max_length=20, blank=True)  # terms.AbsenceReason
    temperature = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)  # °C
    findings = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # terms.CheckFinding
    disposal = models.CharField(max_length=20, blank=True)  # terms.Disposal, of who came
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "member"], name="check_entry_once"),
            models.CheckConstraint(
                condition=(Q(presence="absent") & ~Q(reason="") & Q(disposal=""))
                | (Q(presence="present", reason="") & ~Q(disposal="")),
                name="check_entry_came_or_says_why",
            ),
        ]


class AbsenceStep(Entity):
    """What was done about an absence (S2.5-05); each step once for one absence."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="absence_steps", db_index=False)
    action = models.CharField(max_length=20)  # terms.AbsenceAction
    absent_since = models.DateField()
    done_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    done_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "absent_since", "action"], name="absence_step_once")]
