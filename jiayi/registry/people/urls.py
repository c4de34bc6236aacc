"""Addresses of residents, households and rosters."""

from django.urls import path

from .views import departures, groups, households, listing, mergers, residents, roster, stays

app_name = "people"
urlpatterns = [
    path("people/", listing.residents, name="residents"),
    path("people/export/", listing.export_residents, name="export_residents"),
    path("people/new/", residents.register, name="register"),
    path("people/<uuid:resident_id>/change/", residents.change, name="change"),
    path("people/<uuid:resident_id>/guardian/", residents.guardian, name="guardian"),
    path("people/<uuid:resident_id>/groups/", groups.groups, name="groups"),
    path("people/groups/<uuid:membership_id>/close/", groups.close_group, name="close_group"),
    path("people/<uuid:resident_id>/stays/", stays.stays, name="stays"),
    path("people/stays/<uuid:stay_id>/end/", stays.end_stay, name="end_stay"),
    path("people/<uuid:resident_id>/household/", households.membership, name="membership"),
    path("people/<uuid:resident_id>/household/leave/", households.leave_household, name="leave_household"),
    path("people/<uuid:resident_id>/departure/", departures.departure, name="departure"),
    path(
        "people/<uuid:resident_id>/departure/<uuid:departure_id>/undo/",
        departures.undo_departure,
        name="undo_departure",
    ),
    path("people/<uuid:resident_id>/merge/", mergers.merge, name="merge"),
    path("people/<uuid:resident_id>/merge/<uuid:other_id>/", mergers.compare, name="compare"),
    path("people/mergers/", mergers.mergers, name="mergers"),
    path("people/mergers/<uuid:merge_id>/undo/", mergers.undo_merge, name="undo_merge"),
    path("households/", households.households, name="households"),
    path("households/new/", households.register_household, name="register_household"),
    path("households/<uuid:household_id>/", households.household, name="household"),
    path("households/<uuid:household_id>/change/", households.change_household, name="change_household"),
    path("households/<uuid:household_id>/split/", households.split_household, name="split_household"),
    path(
        "households/<uuid:household_id>/head/<uuid:resident_id>/",
        households.make_head,
        name="make_head",
    ),
    path("rosters/", roster.roster_list, name="rosters"),
    path("rosters/<uuid:batch_id>/", roster.roster, name="roster"),
    path("rosters/<uuid:batch_id>/import/", roster.start_import, name="roster_import"),
    path("rosters/<uuid:batch_id>/undo/", roster.undo, name="roster_undo"),
    path("rosters/<uuid:batch_id>/rejects/", roster.download_rejects, name="roster_rejects"),
    path("rosters/<uuid:batch_id>/report/", roster.download_report, name="roster_report"),
]
