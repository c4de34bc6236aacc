"""Consultations between institutions, each step of them, and their files."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.service.care.terms import OPEN_CONSULTATIONS, ConsultationState

NO_REPORT = Q(conclusion="", answered_at=None)
WITH_REPORT = Q(conclusion__gt="", answered_at__isnull=False)


class Consultation(Entity):
    """One question about one resident to one institution; services.consultations alone changes state and version."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)  # terms.ConsultationKind
    urgency = models.CharField(max_length=10)  # terms.ConsultationUrgency
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="consultations", db_index=False)
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    from_institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    to_institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey("organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=60, blank=True)
    question = models.TextField()
    diagnosis = models.CharField(max_length=200, blank=True)
    background = models.TextField(blank=True)
    consented = models.BooleanField()
    record = models.ForeignKey("care.Record", models.PROTECT, null=True, blank=True, related_name="+")
    is_restricted = models.BooleanField(default=False)  # about a record that few may read
    subject_id = models.UUIDField(null=True, blank=True)  # an order, a referral: a thing of the room that asked
    state = models.CharField(max_length=10, default=ConsultationState.ASKED)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    answer_due_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.CharField(max_length=10, blank=True)  # terms.Conclusion
    findings = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by_name = models.CharField(max_length=60, blank=True)
    answered_by_title = models.CharField(max_length=20, blank=True)  # as it stood then
    closed_on = models.DateField(null=True, blank=True)
    submission_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ConsultationState)), name="consultation_state_known"),
            models.CheckConstraint(
                condition=~Q(to_institution=F("from_institution")), name="consultation_asks_another"
            ),
            models.CheckConstraint(condition=NO_REPORT | WITH_REPORT, name="consultation_report_whole"),
            models.CheckConstraint(
                condition=~Q(state=ConsultationState.ANSWERED) | WITH_REPORT, name="consultation_answered_by_report"
            ),
            models.CheckConstraint(condition=Q(consented=True), name="consultation_with_consent"),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state__in=OPEN_CONSULTATIONS, subject_id__isnull=False),
                name="consultation_open_once_a_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "-asked_at"], name="consultation_of_resident"),
            models.Index(fields=["region", "-asked_at", "-id"], name="consultation_region"),
            models.Index(fields=["to_institution", "state", "answer_due_at", "id"], name="consultation_inbox"),
            models.Index(fields=["from_institution", "-asked_at", "-id"], name="consultation_sent"),
        ]


class ConsultationStep(models.Model):
    """By which act and whom it came to a state; the number is the version it led to. Only added to."""

    id = models.BigAutoField(primary_key=True)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10)  # terms.ConsultationAct
    to_state = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="consultation_step_once")]


class ConsultationFile(Entity):
    """A picture, a tracing or a report; `attachment_id` is the file of the documents room."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="files")
    attachment_id = models.UUIDField()
    name = models.CharField(max_length=120)
    is_answer = models.BooleanField()  # added by the asked institution
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=60, blank=True)
