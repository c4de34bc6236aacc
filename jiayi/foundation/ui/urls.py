"""Addresses of pages that belong to no room above."""

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("old-browser/", views.old_browser, name="old_browser"),
]
