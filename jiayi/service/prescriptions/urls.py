"""Addresses of long-term prescriptions."""

from django.urls import path

from .views import auditing, dispensing, issuing, lists, papers, reading, resident, stock, supplying

app_name = "prescriptions"
urlpatterns = [
    path("prescriptions/", lists.prescriptions, name="prescriptions"),
    path("prescriptions/audits/", lists.audits, name="audits"),
    path("prescriptions/refills/", lists.refills, name="refills"),
    path("prescriptions/counter/", dispensing.counter, name="counter"),
    path("prescriptions/<uuid:prescription_id>/", reading.prescription, name="prescription"),
    path("prescriptions/<uuid:prescription_id>/amend/", issuing.amend, name="amend"),
    path("prescriptions/<uuid:prescription_id>/audit/", auditing.audit, name="audit"),
    path("prescriptions/<uuid:prescription_id>/answer/", auditing.answer, name="answer"),
    path("prescriptions/<uuid:prescription_id>/stop/", auditing.stop, name="stop"),
    path("prescriptions/<uuid:prescription_id>/resume/", auditing.resume, name="resume"),
    path("prescriptions/<uuid:prescription_id>/dispense/", dispensing.dispense, name="dispense"),
    path("prescriptions/<uuid:prescription_id>/paper.pdf", papers.paper, name="paper"),
    path("prescriptions/<uuid:prescription_id>/education.pdf", papers.education, name="education"),
    path("dispensings/<uuid:dispensing_id>/labels.pdf", papers.labels, name="labels"),
    path("dispensings/<uuid:dispensing_id>/receipt/", dispensing.receipt, name="receipt"),
    path("dispensings/<uuid:dispensing_id>/return/", dispensing.take_back, name="take_back"),
    path("residents/<uuid:resident_id>/prescriptions/", resident.of_resident, name="of_resident"),
    path("residents/<uuid:resident_id>/prescriptions/new/", issuing.issue, name="issue"),
    path("residents/<uuid:resident_id>/prescriptions/judge/", issuing.judge, name="judge"),
    path("stock/", stock.home, name="stock_home"),
    path("stock/<uuid:institution_id>/", stock.lots, name="stock"),
    path("stock/<uuid:institution_id>/receive/", stock.receive, name="receive"),
    path("stock/lots/<uuid:lot_id>/", stock.lot, name="lot"),
    path("stock/<uuid:institution_id>/needs/", supplying.stock_needs, name="stock_needs"),
    path("stock/<uuid:institution_id>/minimum/", supplying.stock_minimum, name="stock_minimum"),
    path("stock/<uuid:institution_id>/supply/", supplying.ask_supply, name="ask_supply"),
    path("supplies/", supplying.supply_requests, name="supply_requests"),
    path("supplies/<uuid:request_id>/", supplying.supply_request, name="supply_request"),
    path("supplies/<uuid:request_id>/send/", supplying.send_supply, name="send_supply"),
    path("supplies/<uuid:request_id>/receive/", supplying.receive_supply, name="receive_supply"),
    path("supplies/<uuid:request_id>/end/<slug:act>/", supplying.end_supply, name="end_supply"),
]
