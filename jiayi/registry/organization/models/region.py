"""Administrative regions by their national codes."""

from django.db import models


class Region(models.Model):
    """A province (2 digits), city (4), county (6), township (9) or village (12); codes extend the parent's."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=80)
    name_initials = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=10)  # terms.RegionLevel
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    population = models.PositiveIntegerField(null=True, blank=True)
    # Of a village: where its middle lies (degrees, WGS 84) and how far from there its last houses are, in metres.
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    reach = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None, reach=None)
                | models.Q(
                    level="village",
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                    reach__isnull=False,
                ),
                name="region_point_whole_and_on_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(level="province", code__regex=r"^\d{2}$")
                | models.Q(level="city", code__regex=r"^\d{4}$")
                | models.Q(level="county", code__regex=r"^\d{6}$")
                | models.Q(level="township", code__regex=r"^\d{9}$")
                | models.Q(level="village", code__regex=r"^\d{12}$"),
                name="region_code_has_its_level",
            ),
        ]
        indexes = [models.Index(fields=["parent", "code"], name="region_children")]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building or block of a densely settled village or committee that areas may be drawn by (S2.3-08)."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=60)
    population = models.PositiveIntegerField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="building_name_once")]

    def __str__(self) -> str:
        return self.name
