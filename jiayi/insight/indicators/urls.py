"""Addresses of coverage."""

from django.urls import path

from .views import coverage, persons

app_name = "indicators"
urlpatterns = [
    path("coverage/", coverage.coverage_home, name="coverage_home"),
    path("coverage/<str:code>/", coverage.coverage, name="coverage"),
    path("coverage/<str:code>/compute/", coverage.compute, name="compute"),
    path("coverage/<str:code>/persons/", persons.persons, name="persons"),
]
