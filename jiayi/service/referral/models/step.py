"""The steps of a referral: each change of its version, once."""

from django.db import models


class ReferralStep(models.Model):
    """From which state to which, by which act and whom; the number is the version it led to."""

    id = models.BigAutoField(primary_key=True)
    referral = models.ForeignKey("referral.Referral", models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20)  # terms.Act
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)  # terms.State
    on = models.DateField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "number"], name="referral_step_once")]
