"""Addresses of assurance."""

from django.urls import path

from .views import findings

app_name = "assurance"
urlpatterns = [
    path("findings/", findings.findings, name="findings"),
    path("findings/overview/", findings.overview, name="overview"),
    path("findings/detectors/", findings.detectors, name="detectors"),
    path("findings/<uuid:finding_id>/", findings.finding, name="finding"),
    path("findings/<uuid:finding_id>/<str:step>/", findings.act, name="finding_step"),
]
