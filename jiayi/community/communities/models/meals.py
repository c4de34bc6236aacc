"""What the kitchen of a kindergarten serves, and what the meals of a week gave each child."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity

from .community import Community


class Menu(Entity):
    """The dishes of one meal of a day (S2.5-10)."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="menus", db_index=False)
    day = models.DateField()
    meal = models.CharField(max_length=12)  # terms.Meal
    dishes = ArrayField(models.CharField(max_length=40))
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "day", "meal"], name="menu_once_a_meal"),
            models.CheckConstraint(condition=~Q(dishes=[]), name="menu_names_dishes"),
        ]


class NutritionWeek(Entity):
    """The mean intake of a child a day, reckoned from the food of a week that begins on a Monday (S2.5-10)."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="nutrition_weeks", db_index=False)
    monday = models.DateField()
    children = models.PositiveSmallIntegerField()  # who ate, mean of the days
    energy_kcal = models.PositiveSmallIntegerField()
    protein_g = models.DecimalField(max_digits=5, decimal_places=1)
    fat_g = models.DecimalField(max_digits=5, decimal_places=1)
    carbohydrate_g = models.DecimalField(max_digits=5, decimal_places=1)
    note = models.CharField(max_length=200, blank=True)
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "monday"], name="nutrition_once_a_week"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="nutrition_week_begins_on_monday"),
        ]
