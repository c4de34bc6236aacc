"""Addresses of the tasks room."""

from django.urls import path

from .views import listing, road

app_name = "tasks"
urlpatterns = [
    path("tasks/", listing.tasks, name="tasks"),
    path("teams/<uuid:team_id>/road/", road.villages, name="road"),
    path("teams/<uuid:team_id>/road/<str:region_code>/", road.households, name="road_of_village"),
]
