"""Addresses of promises and services."""

from django.urls import path

from .views import promises, services

app_name = "fulfilment"
urlpatterns = [
    path("agreements/<uuid:agreement_id>/promises/", promises.agreement, name="agreement"),
    path("unserved/", promises.unserved, name="unserved"),
    path("residents/<uuid:resident_id>/services/new/", services.record, name="record"),
    path("services/<uuid:service_id>/testimony/", services.testify, name="testify"),
    path("services/<uuid:service_id>/void/", services.void, name="void"),
]
