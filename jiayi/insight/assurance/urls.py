"""Addresses of assurance."""

from django.urls import path

from .views import audits, findings, interviews

app_name = "assurance"
urlpatterns = [
    path("record-audits/", audits.audits, name="audits"),
    path("record-audits/draw/", audits.draw_audits, name="draw_audits"),
    path("record-audits/<uuid:audit_id>/", audits.audit_sample, name="audit"),
    path("record-audits/<uuid:audit_id>/sheet/", audits.audit_sheet, name="audit_sheet"),
    path("audited-records/<uuid:item_id>/", audits.audit_item, name="audit_item"),
    path("audited-records/<uuid:item_id>/<str:step>/", audits.audit_step, name="audit_step"),
    path("interviews/", interviews.interviews, name="interviews"),
    path("interviews/draw/", interviews.draw_interviews, name="draw_interviews"),
    path("interviews/<uuid:sample_id>/", interviews.interview_sample, name="interview_sample"),
    path("interview-cases/<uuid:case_id>/", interviews.interview_case, name="interview_case"),
    path("interview-cases/<uuid:case_id>/<str:step>/", interviews.interview_step, name="interview_step"),
    path("findings/", findings.findings, name="findings"),
    path("findings/new/", findings.report, name="report_finding"),
    path("findings/overview/", findings.overview, name="overview"),
    path("findings/detectors/", findings.detectors, name="detectors"),
    path("findings/<uuid:finding_id>/", findings.finding, name="finding"),
    path("findings/<uuid:finding_id>/<str:step>/", findings.act, name="finding_step"),
]
