"""The public boards of villages and institutions, and the checks of what is uniform and what is posted."""

from django.db import models

from jiayi.foundation.base.models import Entity


class PublicBoard(Entity):
    """Whether a village's or an institution's board is public. What it shows is never copied here: it is read anew."""

    region = models.OneToOneField("organization.Region", models.PROTECT, null=True, blank=True, related_name="board")
    institution = models.OneToOneField(
        "organization.Institution", models.PROTECT, null=True, blank=True, related_name="board"
    )
    notice = models.CharField(max_length=300, blank=True)  # what the place itself has to say, such as days of rounds
    published_on = models.DateField(null=True, blank=True)  # none: not public
    published_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(region=None, institution__isnull=False)
                | models.Q(region__isnull=False, institution=None),
                name="board_of_one_place",
            ),
        ]


class PublicityCheck(Entity):
    """One check of an institution on a day; never changed, a later one stands beside it."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="publicity_checks")
    kind = models.CharField(max_length=10)  # terms.CheckKind
    checked_on = models.DateField()
    checked_by_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    asked = models.PositiveSmallIntegerField()
    missing = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(missing__lte=models.F("asked")), name="publicity_check_misses_what_is_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "kind", "-checked_on", "-id"], name="publicity_check_latest"),
        ]


class PublicityFinding(models.Model):
    """What a check found of one item at one place ("" where places do not matter)."""

    check_made = models.ForeignKey(PublicityCheck, models.CASCADE, related_name="findings")
    item = models.CharField(max_length=40)
    place = models.CharField(max_length=40, blank=True)
    is_met = models.BooleanField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_made", "item", "place"], name="publicity_finding_once"),
        ]
