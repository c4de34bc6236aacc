"""Addresses of coverage."""

from django.urls import path

from . import views

app_name = "indicators"
urlpatterns = [
    path("coverage/", views.coverage_home, name="coverage_home"),
    path("coverage/<str:code>/", views.coverage, name="coverage"),
    path("coverage/<str:code>/compute/", views.compute, name="compute"),
    path("coverage/<str:code>/persons/", views.persons, name="persons"),
]
