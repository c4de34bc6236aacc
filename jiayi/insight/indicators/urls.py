"""Addresses of coverage."""

from django.urls import path

from .views import board, breadth, closes, coverage, full_coverage, letters, persons, renewal

app_name = "indicators"
urlpatterns = [
    path("target-letters/", letters.letters, name="letters"),
    path("target-letters/new/", letters.new_letters, name="new_letters"),
    path("target-letters/<uuid:letter_id>/", letters.letter, name="letter"),
    path("target-letters/<uuid:letter_id>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("target-letters/<uuid:letter_id>/sign/<str:side>/", letters.sign, name="sign_letter"),
    path("target-letters/<uuid:letter_id>/<str:step>/", letters.act, name="letter_step"),
    path("indicators/", board.board_home, name="board_home"),
    path("indicators/closes/", closes.closes, name="closes"),
    path("indicators/closes/<uuid:close_id>/", closes.closed, name="closed"),
    path("indicators/closes/<uuid:close_id>/circular/", closes.circular, name="circular"),
    path("indicators/closes/<uuid:close_id>/report/", closes.report, name="report"),
    path("indicators/gaps/<uuid:duty_id>/", closes.gap_duty, name="gap_duty"),
    path("indicators/<str:code>/close/", closes.close, name="close"),
    path("indicators/<str:code>/", board.board, name="board"),
    path("indicators/<str:code>/<slug:name>/", board.indicator, name="indicator"),
    path("indicators/<str:code>/<slug:name>/persons/", board.indicator_persons, name="indicator_persons"),
    path("indicators/<str:code>/<slug:name>/assign/", closes.assign_gap, name="assign_gap"),
    path("coverage/", coverage.coverage_home, name="coverage_home"),
    path("coverage/<str:code>/", coverage.coverage, name="coverage"),
    path("coverage/<str:code>/compute/", coverage.compute, name="compute"),
    path("coverage/<str:code>/persons/", persons.persons, name="persons"),
    path("coverage/<str:code>/full/assign/", full_coverage.assign_unsigned, name="assign_unsigned"),
    path("coverage/<str:code>/full/", full_coverage.full_coverage, name="full_coverage"),
    path("coverage/<str:code>/groups/", breadth.groups, name="groups"),
    path("coverage/<str:code>/renewal/", renewal.renewal, name="renewal"),
    path("coverage/<str:code>/renewal/persons/", renewal.renewal_persons, name="renewal_persons"),
    path("coverage/<str:code>/reach/", breadth.reach, name="reach"),
    path("coverage/<str:code>/trend/", breadth.trend, name="trend"),
]
