"""Addresses of the residents' pages, below /my/."""

from django.urls import path

from .views import agreements, home, record, signing_in, visits, voices

app_name = "portal"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.code, name="code"),
    path("sign-in/who/", signing_in.who, name="who"),
    path("paper/<str:verification_code>/", signing_in.by_paper, name="by_paper"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("act-for/", signing_in.act_for, name="act_for"),
    path("text-size/", signing_in.text_size, name="text_size"),
    path("agreements/", agreements.agreements_page, name="agreements"),
    path("agreements/<uuid:agreement_id>/paper/", agreements.paper, name="paper"),
    path("agreements/<uuid:agreement_id>/object/", agreements.objects, name="object"),
    path("agreements/<uuid:agreement_id>/renew/", agreements.renew, name="renew"),
    path("sign/<uuid:paper_id>/", agreements.sign, name="sign"),
    path("sign/<uuid:paper_id>/code/", agreements.send_code, name="send_code"),
    path("record/", record.record, name="record"),
    path("record/take/<str:kind>/", record.take_record, name="take_record"),
    path("record/readers/", record.readers, name="readers"),
    path("record/<uuid:record_id>/", record.one_record, name="one_record"),
    path("record/<uuid:record_id>/correct/", record.correct, name="correct"),
    path("consents/", record.consents, name="consents"),
    path("consents/answer/", record.answer_consent, name="answer_consent"),
    path("notes/", voices.notes, name="notes"),
    path("voices/", voices.voices, name="voices"),
    path("voices/<uuid:appeal_id>/withdraw/", voices.withdraw, name="withdraw"),
    path("ask/", voices.ask_refill, name="ask_refill"),
    path("inbox/", voices.inbox, name="inbox"),
    path("survey/", voices.survey, name="survey"),
    path("points/", voices.points, name="points"),
    path("services/", voices.services_done, name="services"),
    path("services/<uuid:service_id>/confirm/", voices.confirm, name="confirm"),
    path("services/<uuid:service_id>/dispute/", voices.dispute, name="dispute"),
    path("services/<uuid:service_id>/rate/", voices.rate, name="rate"),
    path("bookings/", visits.bookings, name="bookings"),
    path("bookings/<uuid:session_id>/book/", visits.book, name="book"),
    path("bookings/<uuid:booking_id>/cancel/", visits.cancel, name="cancel"),
    path("slots/book/", visits.book_slot, name="book_slot"),
    path("slots/<uuid:place_id>/cancel/", visits.cancel_slot, name="cancel_slot"),
    path("reading/", visits.reading, name="reading"),
    path("family/", visits.family, name="family"),
    path("family/<uuid:authority_id>/end/", visits.end_family, name="end_family"),
    path("", home.home, name="home"),
]
