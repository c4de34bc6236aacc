"""Addresses of residents' registers."""

from django.urls import path

from .views import roster

app_name = "people"
urlpatterns = [
    path("rosters/", roster.roster_list, name="rosters"),
    path("rosters/<uuid:batch_id>/", roster.roster, name="roster"),
    path("rosters/<uuid:batch_id>/import/", roster.start_import, name="roster_import"),
    path("rosters/<uuid:batch_id>/undo/", roster.undo, name="roster_undo"),
    path("rosters/<uuid:batch_id>/rejects/", roster.download_rejects, name="roster_rejects"),
    path("rosters/<uuid:batch_id>/report/", roster.download_report, name="roster_report"),
]
