"""Addresses of insured visits."""

from django.urls import path

from .views import batches, lists, prices

app_name = "insurance"
urlpatterns = [
    path("insured-visits/", batches.visits, name="visits"),
    path("insured-visits/batches/<uuid:batch_id>/", batches.batch, name="batch"),
    path("insured-visits/batches/<uuid:batch_id>/undo/", batches.undo, name="undo"),
    path("insured-visits/repeat/", lists.repeat, name="repeat"),
    path("insurance-prices/", prices.prices, name="prices"),
    path("insured-visits/skipped/", lists.skipped, name="skipped"),
]
