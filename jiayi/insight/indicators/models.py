"""Snapshots of coverage: counts by village, team and population, computed at one instant; and target letters."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity


class CoverageSnapshot(models.Model):
    """One computation of coverage for the whole database, as of a day."""

    id = models.BigAutoField(primary_key=True)
    as_of = models.DateField()
    computed_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="coverage_one_current"
            ),
        ]


class CoverageCell(models.Model):
    """Residents of one village, in one population and under one team (null: not signed), counted."""

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(CoverageSnapshot, models.CASCADE, related_name="cells")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, related_name="+")
    population = models.CharField(max_length=30)  # all, key, special, or a group's code
    residents = models.IntegerField()
    refused = models.IntegerField(default=0)
    signed = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["snapshot", "population", "region"], name="coverage_cell_lookup")]


class OutcomeCell(models.Model):
    """What came of agreements, households, villages, institutions or records of one place, counted."""

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(CoverageSnapshot, models.CASCADE, related_name="outcomes")
    measure = models.CharField(max_length=20)  # terms.Measure
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, related_name="+")
    population = models.CharField(max_length=30)
    standing = models.CharField(max_length=20)  # of terms.REACHED, terms.LEFT_OUT, or neither
    reason = models.CharField(max_length=30, blank=True)
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["snapshot", "measure", "population", "region"], name="outcome_cell_lookup")]


class TargetLetter(Entity):
    """The letter of a year between the bureau and an institution (S2.3-19); what is issued is never changed again."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)  # terms.LetterState
    bureau = models.CharField(max_length=120)
    reward = models.TextField(blank=True)
    penalty = models.TextField(blank=True)
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    rulebook_version = models.CharField(max_length=64)
    issued_on = models.DateField(null=True, blank=True)
    issued_by_name = models.CharField(max_length=60, blank=True)
    bureau_signer = models.CharField(max_length=60, blank=True)
    bureau_signed_on = models.DateField(null=True, blank=True)
    institution_signer = models.CharField(max_length=60, blank=True)
    institution_signed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "year", "version"], name="target_letter_version_once"),
            models.UniqueConstraint(
                fields=["institution", "year"], condition=models.Q(state="draft"), name="target_letter_one_draft"
            ),
            models.UniqueConstraint(
                fields=["institution", "year"],
                condition=models.Q(state__in=["issued", "signed"]),
                name="target_letter_one_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="signed")
                | models.Q(bureau_signed_on__isnull=False, institution_signed_on__isnull=False),
                name="target_letter_signed_by_both",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(issued_on__isnull=False),
                name="target_letter_issued_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["-year", "institution"], name="target_letter_listing")]


class TargetLine(models.Model):
    """One target: an indicator of the rulebook with the share wanted, or what the county asks for in its own words."""

    letter = models.ForeignKey(TargetLetter, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=60, blank=True)  # of rulebook/indicators; blank: the county's own
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    wanted = models.CharField(max_length=60)
    reason = models.JSONField(default=dict, blank=True)  # where the rulebook's target is written

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "position"], name="target_line_once")]


class PeriodClose(Entity):
    """The indicators of a county and month, frozen: never changed again; a correction is a restatement beside it."""

    county = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="county_code")
    period = models.CharField(max_length=7)  # YYYY-MM
    number = models.PositiveSmallIntegerField()  # 1: the close; from 2: restatements
    as_of = models.DateField()
    facts_digest = models.CharField(max_length=64)
    facts_file = models.CharField(max_length=200)  # kept beside the facts, so that persons can be compared
    rulebook_version = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # SHA-256 of the sorted rates
    reason = models.CharField(max_length=400, blank=True)  # why it was restated
    closed_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "period", "number"], name="period_close_number_once"),
            models.CheckConstraint(condition=models.Q(number=1) | ~models.Q(reason=""), name="restatement_says_why"),
        ]
        indexes = [models.Index(fields=["-period", "county", "-number"], name="period_close_listing")]


class ClosedRate(models.Model):
    """One indicator of one place at the close."""

    id = models.BigAutoField(primary_key=True)
    close = models.ForeignKey(PeriodClose, models.PROTECT, related_name="rates")
    indicator = models.CharField(max_length=60)
    level = models.CharField(max_length=12)  # of selectors.LEVELS
    place = models.CharField(max_length=40)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    excluded = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["close", "indicator", "level", "place"], name="closed_rate_once"),
        ]


class TargetAlarm(Entity):
    """A team lies far below targets: its supervisor looks into it and says what was ordered; over when it recovers."""

    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    as_of = models.DateField()
    lines = models.JSONField()  # of each: indicator, numerator, denominator, target
    opened_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=models.Q(answered_on=None, ended_on=None), name="target_alarm_once_open"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on=None) | ~models.Q(answer=""), name="target_alarm_answered_in_words"
            ),
        ]
        indexes = [models.Index(fields=["region", "-opened_on", "-id"], name="target_alarm_listing")]


class GapDuty(Entity):
    """Somebody is to do what an indicator still lacks for a resident; over when it is reached. Days are inclusive."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="+")
    indicator = models.CharField(max_length=60)
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    practitioner = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    given_on = models.DateField()
    due_on = models.DateField()
    given_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "indicator"], condition=models.Q(ended_on=None), name="gap_duty_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("given_on")), name="gap_duty_due_after_given"
            ),
        ]
