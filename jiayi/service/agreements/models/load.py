"""Counters that hold the caps under concurrency, and the one team of a household."""

from django.db import models


class TeamLoad(models.Model):
    """Households and persons a team has under active or scheduled principal agreements."""

    team = models.OneToOneField("organization.Team", models.CASCADE, primary_key=True, related_name="load")
    households = models.IntegerField(default=0)
    persons = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(households__gte=0, persons__gte=0), name="team_load_not_negative"
            ),
        ]


class DoctorLoad(models.Model):
    """Persons a responsible doctor has under active or scheduled principal agreements."""

    practitioner = models.OneToOneField(
        "organization.Practitioner", models.CASCADE, primary_key=True, related_name="load"
    )
    persons = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(persons__gte=0), name="doctor_load_not_negative"),
        ]


class HouseholdTeam(models.Model):
    """The team that serves a household, counted by its members' agreements in force."""

    household = models.ForeignKey("people.Household", models.CASCADE, related_name="signed_teams")
    team = models.ForeignKey("organization.Team", models.CASCADE, related_name="signed_households")
    persons = models.IntegerField(default=0)
    is_exclusive = models.BooleanField(default=False)  # the scheme allows one team a household

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "team"], name="household_team_counted_once"),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(is_exclusive=True, persons__gt=0),
                name="household_one_exclusive_team",
            ),
            models.CheckConstraint(condition=models.Q(persons__gte=0), name="household_team_not_negative"),
        ]
