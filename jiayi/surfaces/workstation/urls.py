"""Addresses of the workstation."""

app_name = "workstation"
urlpatterns: list = []
