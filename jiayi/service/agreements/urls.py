"""Addresses of agreements."""

from django.urls import path

from .views import ending, evidence, life, lists, papers, printing, sessions, signing

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
    path("agreements/papers/<uuid:paper_id>/pdf/", printing.paper_pdf, name="paper_pdf"),
    path("agreements/print/", printing.print_papers, name="print_papers"),
    path("agreements/printouts/<uuid:run_id>/", printing.printout, name="printout"),
    path("agreements/printouts/<uuid:run_id>/file/", printing.printout_file, name="printout_file"),
    path("agreements/papers/<uuid:paper_id>/evidence/", evidence.evidence, name="evidence"),
    path("agreements/papers/<uuid:paper_id>/evidence/scan/", evidence.add_scan, name="add_scan"),
    path("agreements/papers/<uuid:paper_id>/evidence/drawn/", evidence.sign_drawn, name="sign_drawn"),
    path("agreements/papers/<uuid:paper_id>/evidence/send-code/", evidence.send_code, name="send_code"),
    path("agreements/papers/<uuid:paper_id>/evidence/code/", evidence.sign_by_code, name="sign_by_code"),
    path("agreements/papers/<uuid:paper_id>/withdraw/", evidence.withdraw, name="withdraw"),
    path(
        "agreements/papers/<uuid:paper_id>/evidence/<uuid:evidence_id>/file/",
        evidence.evidence_file,
        name="evidence_file",
    ),
    path("signing-sessions/", sessions.sessions, name="sessions"),
    path("signing-sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("signing-sessions/<uuid:session_id>/close/", sessions.close, name="close_session"),
    path("signing-sessions/entries/<uuid:entry_id>/", sessions.entry, name="session_entry"),
    path("signing-sessions/entries/<uuid:entry_id>/put-off/", sessions.put_off, name="put_off_entry"),
    path("signing-sessions/entries/<uuid:entry_id>/refuse/", sessions.refuse_entry, name="refuse_entry"),
    path("residents/<uuid:resident_id>/sign/", signing.sign, name="sign"),
    path("residents/<uuid:resident_id>/sign/preview/", signing.preview, name="sign_preview"),
    path("residents/<uuid:resident_id>/refuse/", lists.refuse, name="refuse"),
    path("to-sign/", lists.to_sign, name="to_sign"),
    path("refusals/", lists.refusals, name="refusals"),
    path("refusals/<uuid:refusal_id>/withdraw/", lists.withdraw_refusal, name="withdraw_refusal"),
    path("verify/<str:code>/", papers.verify, name="verify"),
]
