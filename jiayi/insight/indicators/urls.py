"""Addresses of coverage."""

from django.urls import path

from .views import breadth, coverage, full_coverage, persons, renewal

app_name = "indicators"
urlpatterns = [
    path("coverage/", coverage.coverage_home, name="coverage_home"),
    path("coverage/<str:code>/", coverage.coverage, name="coverage"),
    path("coverage/<str:code>/compute/", coverage.compute, name="compute"),
    path("coverage/<str:code>/persons/", persons.persons, name="persons"),
    path("coverage/<str:code>/full/", full_coverage.full_coverage, name="full_coverage"),
    path("coverage/<str:code>/groups/", breadth.groups, name="groups"),
    path("coverage/<str:code>/renewal/", renewal.renewal, name="renewal"),
    path("coverage/<str:code>/renewal/persons/", renewal.renewal_persons, name="renewal_persons"),
    path("coverage/<str:code>/reach/", breadth.reach, name="reach"),
    path("coverage/<str:code>/trend/", breadth.trend, name="trend"),
]
