"""A referral: one patient, one episode, from one institution to another."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When

from jiayi.foundation.base.models import Entity
from jiayi.service.referral.terms import NEVER, OPEN, State


class EndOfDay(models.Func):
    """The instant at which a day is over in the county: midnight of the next, in Asia/Shanghai."""

    template = "timezone('Asia/Shanghai', ((%(expressions)s) + 1)::timestamp)"
    output_field = models.DateTimeField()


# Which day is awaited in which state; an answer is awaited to the hour.
CLOCKS = (
    ("approval", "expires_on"),
    ("accepted", "arrive_by"),
    ("scheduled", "arrive_by"),
    ("no_show", "expires_on"),
    ("return_proposed", "home_by"),
    ("returned", "check_by"),
)


def _codes() -> ArrayField:
    return ArrayField(models.CharField(max_length=60), default=list, blank=True)


class Referral(Entity):
    """The referral form (双向转诊单) with where it stands; services.stepping alone changes state and version."""

    number = models.CharField(max_length=20, unique=True)
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="referrals", db_index=False)
    # The resident's village; it follows the resident.
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    direction = models.CharField(max_length=5)  # terms.Direction
    urgency = models.CharField(max_length=10)  # terms.Urgency
    visit = models.CharField(max_length=10)  # terms.VisitKind
    group = models.CharField(max_length=20)  # terms.DiagnosisGroup
    from_institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    from_practitioner = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    doctor_name = models.CharField(max_length=60, blank=True)
    doctor_phone = models.CharField(max_length=30, blank=True)
    to_institution = models.ForeignKey(
        "organization.Institution", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_name = models.CharField(max_length=120)  # also of one that is not on the platform
    to_level = models.CharField(max_length=10)
    to_department = models.CharField(max_length=60, blank=True)
    to_contact = models.CharField(max_length=60, blank=True)
    to_phone = models.CharField(max_length=30, blank=True)
    diagnosis = models.CharField(max_length=200)
    diagnosis_code = models.CharField(max_length=20, blank=True)
    illness = models.TextField()
    history = models.TextField(blank=True)
    treatment = models.TextField(blank=True)
    findings = models.TextField(blank=True)
    medicines = models.TextField(blank=True)
    allergies = models.CharField(max_length=200, blank=True)
    criteria = _codes()
    record = models.ForeignKey("care.Record", models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.BooleanField()
    consent_by = models.CharField(max_length=10, blank=True)  # terms.ConsentBy
    circumstances = _codes()  # terms.Circumstance
    disability_grade = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    approvals = _codes()
    approved_by = models.CharField(max_length=60, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    voucher_valid = models.BooleanField(default=False)
    exemption = models.CharField(max_length=40, blank=True)
    reasons = models.JSONField(default=list)  # what the decision said when it was sent
    schemes = _codes()
    rulebook_version = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=20, blank=True)  # terms.Reason: why it ended or was redirected
    note = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)  # the last day before it expires unanswered or unvisited
    accepted_on = models.DateField(null=True, blank=True)
    arrive_by = models.DateField(null=True, blank=True)
    appointment_on = models.DateField(null=True, blank=True)
    appointment_time = models.CharField(max_length=30, blank=True)
    appointment_department = models.CharField(max_length=60, blank=True)
    appointment_contact = models.CharField(max_length=60, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    complete_by = models.DateField(null=True, blank=True)  # of an emergency: the papers
    completed_on = models.DateField(null=True, blank=True)
    return_on = models.DateField(null=True, blank=True)  # the day of the return form
    home_by = models.DateField(null=True, blank=True)  # the first follow-up at home
    check_by = models.DateField(null=True, blank=True)  # by when somebody has seen what came of it
    followed_up_on = models.DateField(null=True, blank=True)
    follow_up_note = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    # When what is awaited now is overdue, by the state it is in; kept by the database.
    clock_at = models.GeneratedField(
        expression=Case(
            When(state=State.SUBMITTED.value, answer_due_at__isnull=False, then=F("answer_due_at")),
            *(
                When(Q(state=state) & Q(**{f"{column}__isnull": False}), then=EndOfDay(F(column)))
                for state, column in CLOCKS
            ),
            default=Value(NEVER),
            output_field=models.DateTimeField(),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "group"], condition=Q(state__in=OPEN), name="referral_open_once_an_episode"
            ),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="referral_state_known"),
            models.CheckConstraint(
                condition=Q(to_institution=None) | ~Q(to_institution=F("from_institution")),
                name="referral_goes_elsewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "-created_at"], name="referral_of_resident"),
            models.Index(fields=["region", "-created_at", "-id"], name="referral_region"),
            models.Index(fields=["from_institution", "-created_at", "-id"], name="referral_sent"),
            models.Index(fields=["to_institution", "clock_at", "id"], name="referral_inbox"),
            models.Index(fields=["from_institution", "clock_at", "id"], name="referral_outbox"),
            models.Index(fields=["region", "clock_at", "id"], name="referral_region_clock"),
            models.Index(fields=["expires_on"], condition=Q(expires_on__isnull=False), name="referral_to_expire"),
        ]
