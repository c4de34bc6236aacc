"""Addresses of care."""

from django.urls import path

from .views import consultations, consulting, correcting, filling, plans, programmes, reading, record, resident, risks

app_name = "care"
urlpatterns = [
    path("records/", reading.records, name="records"),
    path("records/<uuid:record_id>/", record.record, name="record"),
    path("records/<uuid:record_id>/correct/", correcting.correct_record, name="correct"),
    path("records/<uuid:record_id>/void/", correcting.void_record, name="void"),
    path("records/<uuid:record_id>/return/", record.note_return, name="note_return"),
    path("records/<uuid:record_id>/pdf/", record.record_pdf, name="record_pdf"),
    path("records/<uuid:record_id>/advice/", record.advice_pdf, name="advice_pdf"),
    path("records/<uuid:record_id>/proofs/", record.proofs, name="proofs"),
    path("records/<uuid:record_id>/proofs/add/<slug:kind>/", record.add_proof, name="add_proof"),
    path("records/<uuid:record_id>/proofs/<uuid:proof_id>/", record.proof_file, name="proof_file"),
    path("visits/<uuid:visit_id>/correct/", correcting.correct_visit, name="correct_visit"),
    path("residents/<uuid:resident_id>/records/<slug:form>/", filling.new_record, name="new_record"),
    path("residents/<uuid:resident_id>/records/<slug:form>/judge/", filling.judge, name="judge"),
    path("residents/<uuid:resident_id>/records/<slug:form>/drop/", filling.drop_draft, name="drop_draft"),
    path("residents/<uuid:resident_id>/care/", resident.of_resident, name="of_resident"),
    path("residents/<uuid:resident_id>/enrol/", programmes.enrol, name="enrol"),
    path("records/<uuid:record_id>/review/", plans.review, name="review_plan"),
    path("plans/", plans.plans, name="plans"),
    path("residents/<uuid:resident_id>/risks/", risks.risks, name="risks"),
    path("programmes/", reading.enrolments, name="enrolments"),
    path("programmes/<uuid:enrolment_id>/", programmes.visit, name="visit"),
    path("programmes/<uuid:enrolment_id>/attempt/", programmes.attempt, name="attempt"),
    path("programmes/<uuid:enrolment_id>/contact/", programmes.contact, name="contact"),
    path("programmes/<uuid:enrolment_id>/close/", programmes.close, name="close"),
    path("programmes/<uuid:enrolment_id>/take-back/", programmes.take_back, name="take_back"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<uuid:consultation_id>/", consultations.consultation, name="consultation"),
    path("consultations/<uuid:consultation_id>/report.pdf", consultations.consultation_pdf, name="consultation_pdf"),
    path("consultations/<uuid:consultation_id>/files/", consulting.add_consultation_file, name="add_consultation_file"),
    path(
        "consultations/<uuid:consultation_id>/files/<uuid:file_id>/",
        consultations.consultation_file,
        name="consultation_file",
    ),
    path("consultations/<uuid:consultation_id>/<slug:act>/", consulting.consultation_act, name="consultation_act"),
    path("residents/<uuid:resident_id>/consult/", consulting.consult, name="consult"),
    path(
        "residents/<uuid:resident_id>/consultations/",
        consultations.consultations_of_resident,
        name="consultations_of_resident",
    ),
]
