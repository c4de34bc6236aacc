"""Addresses of background work."""

from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.run_list, name="runs"),
    path("jobs/<uuid:run_id>/", views.fragment, name="fragment"),
    path("jobs/<uuid:run_id>/cancel/", views.cancel, name="cancel"),
    path("jobs/<uuid:run_id>/restart/", views.restart, name="restart"),
]
