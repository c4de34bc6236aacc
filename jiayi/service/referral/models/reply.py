"""The return form and what is to be done at home."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity


class Reply(Entity):
    """The return form (回转单) of a referral, or the package that somebody who is sent down brings along."""

    referral = models.OneToOneField("referral.Referral", models.CASCADE, related_name="reply")
    diagnosis = models.CharField(max_length=200)
    inpatient_number = models.CharField(max_length=40, blank=True)
    exam_results = models.TextField(blank=True)
    summary = models.TextField()  # the course of treatment
    drugs = models.TextField()
    next_plan = models.TextField()
    warning_signs = models.TextField()
    revisit_on = models.DateField()
    contact = models.CharField(max_length=100)
    purposes = ArrayField(models.CharField(max_length=30), default=list)  # terms.DownPurpose
    doctor_name = models.CharField(max_length=60, blank=True)
    written_on = models.DateField()
    reasons = models.JSONField(default=list)  # what referral.down said


class PlanItem(Entity):
    """One thing that the plan asks to be done at home, by a day."""

    referral = models.ForeignKey("referral.Referral", models.CASCADE, related_name="plan")
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
