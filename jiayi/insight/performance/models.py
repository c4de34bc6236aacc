"""Assessments of teams with objections; claims of services by fund; settlements and the ledger of funds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Assessment(Entity):
    """The scores of a county's teams for a closed month, by a scoring of the rulebook."""

    county = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="county_code")
    period = models.CharField(max_length=7)  # YYYY-MM
    close_id = models.UUIDField()  # indicators' close whose numbers it counts
    close_digest = models.CharField(max_length=64)
    scoring = models.CharField(max_length=40)  # rulebook/scoring
    state = models.CharField(max_length=10, default="draft")  # terms.AssessmentState
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    rulebook_version = models.CharField(max_length=64)
    objections_until = models.DateField(null=True, blank=True)
    final_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "period", "scoring"], name="assessment_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(objections_until__isnull=False), name="assessment_open_until_a_day"
            ),
        ]
        indexes = [models.Index(fields=["-period", "county"], name="assessment_listing")]


class Judged(Entity):
    """What is scored: each measure with its numbers, the services behind the units, and what the decision said."""

    measures = models.JSONField(default=list)  # rules.measured as plain data
    dimensions = models.JSONField(default=dict)
    units = models.DecimalField(max_digits=12, decimal_places=2, default=0)  # work equivalents of the year so far
    unit_lines = models.JSONField(default=list)
    score = models.FloatField(null=True)
    factor = models.FloatField(null=True)
    final = models.FloatField(null=True)
    needs_audit = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)

    class Meta:
        abstract = True


class TeamScore(Judged):
    """One team's score, with what was entered with evidence."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="scores")
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    entered = models.JSONField(default=dict)  # dimension -> points
    verified_share = models.FloatField(null=True)  # none: nobody was interviewed yet
    evidence = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "team"], name="team_score_once")]


class MemberScore(Judged):
    """One member's score by the own residents and work; where there are none, by the team's measures."""

    team_score = models.ForeignKey(TeamScore, models.CASCADE, related_name="members")
    practitioner = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    share = models.FloatField(null=True)  # of the team's verified units

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team_score", "practitioner"], name="member_score_once")]


class Objection(Entity):
    """What a team objects to in its score, and the answer."""

    score = models.ForeignKey(TeamScore, models.PROTECT, related_name="objections")
    state = models.CharField(max_length=10, default="waiting")  # terms.ObjectionState
    text = models.CharField(max_length=1000)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["score"], condition=Q(state="waiting"), name="objection_waits_once"),
            models.CheckConstraint(condition=Q(state="waiting") | ~Q(answer=""), name="objection_answered_in_words"),
        ]


class ServiceClaim(Entity):
    """A service for a person in a period that a fund pays: whatever the fund, it is paid once (S2.6-15)."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    item = models.CharField(max_length=40)  # rulebook/items.yaml
    period = models.CharField(max_length=7)
    fund = models.CharField(max_length=40)  # subsidy.sources
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    claimed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident", "item", "period"], name="service_claim_paid_once"),
        ]


class Settlement(Entity):
    """A sum divided among teams: facts and outcome of the decision are kept, so that it can be run again exactly."""

    county = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="county_code")
    kind = models.CharField(max_length=12)  # terms.SettlementKind
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(default=0)  # 0: not of a quarter
    fund = models.CharField(max_length=40)
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="settlements")
    state = models.CharField(max_length=10, default="proposed")  # terms.SettlementState
    decided_on = models.DateField()
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    rulebook_version = models.CharField(max_length=64)
    facts = models.JSONField()
    amounts = models.JSONField()  # team -> fen in all
    balance = models.JSONField()  # team -> fen still to pay (below zero: to be taken back)
    digest = models.CharField(max_length=64)
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=60, blank=True)
    first_by = models.UUIDField(null=True)
    first_by_name = models.CharField(max_length=60, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.UUIDField(null=True)
    second_by_name = models.CharField(max_length=60, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "year", "quarter", "fund"], name="settlement_once"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(first_at__isnull=False), name="settlement_checked_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(second_at__isnull=False), name="settlement_approved_by_a_second"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="settlement_two_persons"
            ),
        ]
        indexes = [models.Index(fields=["-year", "county", "-quarter"], name="settlement_listing")]


class Journal(Entity):
    """One entry of the ledger of funds: its postings come to nothing in sum, which the database checks."""

    settlement = models.OneToOneField(Settlement, models.PROTECT, related_name="journal")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=60, blank=True)


class Posting(models.Model):
    """One side of an entry: above zero it is received by the account, below it is given."""

    id = models.BigAutoField(primary_key=True)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="postings")
    account = models.CharField(max_length=80)  # fund:<fund> or team:<id>
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journal", "account"], name="posting_account_once")]
        indexes = [models.Index(fields=["account", "journal"], name="posting_of_account")]


class MemberShare(Entity):
    """What one member of a team receives of an approved settlement; never changed afterwards."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="members")
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    practitioner = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    units = models.DecimalField(max_digits=12, decimal_places=2)
    member_score = models.ForeignKey(MemberScore, models.PROTECT, null=True, related_name="+")  # none: a prepayment
    amount_fen = models.BigIntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "team", "practitioner"], name="member_share_once"),
        ]


class Circular(Entity):
    """The circular of a final assessment: who is praised or criticised, what a person decided (S2.6-19, S2.6-20)."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="circular")
    title = models.CharField(max_length=120)
    opening = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="draft")  # terms.CircularState
    issued_on = models.DateField(null=True, blank=True)
    issued_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", issued_on=None) | Q(state="issued", issued_on__isnull=False),
                name="circular_issued_on_a_day",
            ),
        ]


class CircularLine(models.Model):
    """A team that the circular names, with its score; a consequence has a reason and the person who decided."""

    id = models.BigAutoField(primary_key=True)
    circular = models.ForeignKey(Circular, models.CASCADE, related_name="lines")
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # terms.CircularKind
    final = models.FloatField()
    needs_audit = models.BooleanField(default=False)
    text = models.CharField(max_length=400, blank=True)
    consequence = models.CharField(max_length=40, blank=True)  # circular.measures, performance.consequences
    reason = models.CharField(max_length=300, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circular", "team"], name="circular_names_a_team_once"),
            models.CheckConstraint(
                condition=Q(consequence="") | (~Q(reason="") & ~Q(decided_by_name="") & Q(decided_on__isnull=False)),
                name="circular_consequence_decided_by_somebody",
            ),
        ]
