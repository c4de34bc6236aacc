"""Addresses of clinics, rounds and bookings."""

from django.urls import path

from .views import bookings, resident, resources, schedules, sessions, settling, statistics

app_name = "scheduling"
urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("sessions/<uuid:session_id>/sheet/", sessions.sheet, name="sheet"),
    path("sessions/<uuid:session_id>/find/", sessions.find, name="find"),
    path("sessions/<uuid:session_id>/book/", sessions.book, name="book"),
    path("sessions/<uuid:session_id>/cancel/", settling.cancel, name="cancel"),
    path("sessions/<uuid:session_id>/move/", settling.move, name="move"),
    path("sessions/<uuid:session_id>/change/", settling.change, name="change"),
    path("sessions/<uuid:session_id>/not-held/", settling.not_held, name="not_held"),
    path("sessions/<uuid:session_id>/settle/", settling.settle, name="settle"),
    path("bookings/<uuid:booking_id>/enter/", bookings.enter, name="enter"),
    path("bookings/<uuid:booking_id>/cancel/", bookings.cancel, name="cancel_booking"),
    path("bookings/<uuid:booking_id>/move/", bookings.move, name="move_booking"),
    path("residents/<uuid:resident_id>/sessions/", resident.of_resident, name="of_resident"),
    path("residents/<uuid:resident_id>/book/", resident.book, name="book_resident"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/new/", schedules.new, name="new_schedule"),
    path("schedules/<uuid:schedule_id>/", schedules.schedule, name="schedule"),
    path("schedules/<uuid:schedule_id>/change/", schedules.change, name="change_schedule"),
    path("schedules/<uuid:schedule_id>/stop/", schedules.stop, name="stop_schedule"),
    path("session-statistics/", statistics.counts, name="statistics"),
    path("session-villages/", statistics.villages, name="villages"),
    path("resources/", resources.resources, name="resources"),
    path("resources/new/", resources.new_resource, name="new_resource"),
    path("resources/<uuid:resource_id>/", resources.resource, name="resource"),
    path("resources/<uuid:resource_id>/quota/", resources.quota, name="quota"),
    path("resources/<uuid:resource_id>/sheet/<uuid:slot_id>/", resources.slot_sheet, name="slot_sheet"),
    path("bed-days/", statistics.bed_days, name="bed_days"),
    path("slot-bookings/<uuid:booking_id>/", resources.place, name="place"),
    path("residents/<uuid:resident_id>/slots/", resources.of_resident, name="resident_slots"),
    path("residents/<uuid:resident_id>/slots/<uuid:slot_id>/", resources.take, name="take_slot"),
    path("residents/<uuid:resident_id>/wish/", resources.wish, name="wish_slot"),
    path("slot-wishes/", resources.wishes, name="wishes"),
    path("slot-wishes/<uuid:wish_id>/", resources.settle_wish, name="settle_wish"),
]
