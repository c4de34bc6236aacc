"""Addresses of the audit."""

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.entries, name="entries"),
    path("audit/export/", views.export, name="export"),
    path("audit/<int:entry_id>/", views.entry, name="entry"),
]
