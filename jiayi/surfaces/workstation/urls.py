"""Addresses of the workstation."""

from django.urls import path

from . import views

app_name = "workstation"
urlpatterns = [
    path("", views.home, name="home"),
]
