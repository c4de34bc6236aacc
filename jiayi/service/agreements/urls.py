"""Addresses of agreements."""

from django.urls import path

from .views import ending, life, lists, papers, signing

app_name = "agreements"
urlpatterns = [
    path("agreements/", lists.agreements, name="list"),
    path("agreements/<uuid:agreement_id>/", papers.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/suspend/", life.suspend, name="suspend"),
    path("agreements/<uuid:agreement_id>/resume/", life.resume, name="resume"),
    path("agreements/<uuid:agreement_id>/packages/", life.change_packages, name="change_packages"),
    path("agreements/<uuid:agreement_id>/terminate/", ending.terminate, name="terminate"),
    path("agreements/<uuid:agreement_id>/void/", ending.void, name="void"),
    path("agreements/papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("agreements/papers/<uuid:paper_id>/pdf/", papers.paper_pdf, name="paper_pdf"),
    path("residents/<uuid:resident_id>/sign/", signing.sign, name="sign"),
    path("residents/<uuid:resident_id>/sign/preview/", signing.preview, name="sign_preview"),
    path("residents/<uuid:resident_id>/refuse/", lists.refuse, name="refuse"),
    path("to-sign/", lists.to_sign, name="to_sign"),
    path("refusals/", lists.refusals, name="refusals"),
    path("refusals/<uuid:refusal_id>/withdraw/", lists.withdraw_refusal, name="withdraw_refusal"),
    path("verify/<str:code>/", papers.verify, name="verify"),
]
