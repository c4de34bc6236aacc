"""Addresses of activities, meetings and what teams write of their months and years."""

from django.urls import path

from .views import activities, attending, files, meetings, months, plans, settling

app_name = "outreach"
urlpatterns = [
    path("activities/", activities.activities, name="activities"),
    path("activities/new/", activities.new, name="new_activity"),
    path("activities/<uuid:activity_id>/", activities.activity, name="activity"),
    path("activities/<uuid:activity_id>/change/", activities.change, name="change_activity"),
    path("activities/<uuid:activity_id>/cancel/", settling.cancel, name="cancel_activity"),
    path("activities/<uuid:activity_id>/hold/", settling.hold, name="hold_activity"),
    path("activities/<uuid:activity_id>/archive/", settling.archive, name="archive_activity"),
    path("activities/<uuid:activity_id>/reopen/", settling.reopen, name="reopen_activity"),
    path("activities/<uuid:activity_id>/attend/", attending.attend, name="attend"),
    path("activities/<uuid:activity_id>/find/", attending.find, name="find"),
    path("activities/<uuid:activity_id>/sheet/", attending.sheet, name="sheet"),
    path("attendances/<uuid:attendance_id>/remove/", attending.remove, name="remove_attendance"),
    path("outreach/<str:subject>/<uuid:subject_id>/files/", files.add, name="add_file"),
    path("outreach/files/<uuid:file_id>/", files.read, name="file"),
    path("outreach/files/<uuid:file_id>/remove/", files.remove, name="remove_file"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.new, name="new_meeting"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/change/", meetings.change, name="change_meeting"),
    path("meetings/<uuid:meeting_id>/hold/", meetings.hold, name="hold_meeting"),
    path("meetings/<uuid:meeting_id>/cancel/", meetings.cancel, name="cancel_meeting"),
    path("team-months/", months.months, name="months"),
    path("team-months/<uuid:team_id>/<int:year>/<int:month>/", months.month, name="month"),
    path("team-months/<uuid:team_id>/<int:year>/<int:month>/paper/", months.paper, name="month_paper"),
    path("team-plans/", plans.plans, name="plans"),
    path("team-plans/<uuid:team_id>/<int:year>/", plans.plan, name="plan"),
    path("team-plans/<uuid:team_id>/<int:year>/write/", plans.write, name="write_plan"),
    path("team-plans/<uuid:team_id>/<int:year>/paper/", plans.paper, name="plan_paper"),
    path("team-plans/duties/<uuid:duty_id>/done/", plans.do, name="do_plan_duty"),
]
