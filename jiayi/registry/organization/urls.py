"""Addresses of the organization room."""

from django.urls import path

from .views import (
    areas,
    checks,
    devices,
    handover,
    institutions,
    members,
    practitioners,
    publication,
    regions,
    reorganizations,
    teams,
)

app_name = "organization"
urlpatterns = [
    path("institutions/", institutions.institutions, name="institutions"),
    path("institutions/new/", institutions.new_institution, name="new_institution"),
    path("institutions/<uuid:institution_id>/", institutions.institution, name="institution"),
    path("institutions/<uuid:institution_id>/edit/", institutions.edit_institution, name="edit_institution"),
    path("institutions/<uuid:institution_id>/areas/", areas.areas, name="areas"),
    path("institutions/<uuid:institution_id>/areas/assign/", areas.assign_areas, name="assign_areas"),
    path("institutions/<uuid:institution_id>/areas/end/", areas.end_areas, name="end_areas"),
    path("institutions/<uuid:institution_id>/areas/members/", areas.team_members, name="area_members"),
    path("institutions/<uuid:institution_id>/check-members/", members.check_members, name="check_members"),
    path("institutions/<uuid:institution_id>/checks/<str:kind>/", checks.check, name="check"),
    path("checks/", checks.checks, name="checks"),
    path("my-publication/", publication.my_publication, name="my_publication"),
    path("consortia/", institutions.consortia, name="consortia"),
    path("practitioners/", practitioners.practitioners, name="practitioners"),
    path("practitioners/new/", practitioners.new_practitioner, name="new_practitioner"),
    path("practitioners/<uuid:practitioner_id>/", practitioners.practitioner, name="practitioner"),
    path("practitioners/<uuid:practitioner_id>/edit/", practitioners.edit_practitioner, name="edit_practitioner"),
    path("practitioners/<uuid:practitioner_id>/hand-over/", handover.hand_over, name="hand_over"),
    path("devices/", devices.devices, name="devices"),
    path("devices/new/", devices.new_device, name="new_device"),
    path("devices/<uuid:device_id>/", devices.device, name="device"),
    path("devices/<uuid:device_id>/check-out/", devices.check_out_device, name="check_out_device"),
    path("devices/<uuid:device_id>/put/", devices.put_device, name="put_device"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", members.new_team, name="new_team"),
    path("teams/<uuid:team_id>/", teams.team, name="team"),
    path("teams/<uuid:team_id>/notice/", teams.notice, name="notice"),
    path("teams/<uuid:team_id>/edit/", teams.edit_team, name="edit_team"),
    path("teams/<uuid:team_id>/members/", members.change_members, name="change_members"),
    path("teams/<uuid:team_id>/dissolve/", teams.dissolve_team, name="dissolve_team"),
    path("reorganizations/", reorganizations.reorganizations, name="reorganizations"),
    path("reorganizations/new/<str:kind>/", reorganizations.reorganize, name="reorganize"),
    path("reorganizations/<uuid:act_id>/", reorganizations.reorganization, name="reorganization"),
    path("reorganizations/<uuid:act_id>/undo/", reorganizations.undo_reorganization, name="undo_reorganization"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<str:code>/", regions.region, name="region"),
    path("regions/<str:code>/population/", regions.set_population, name="set_population"),
    path("regions/<str:code>/buildings/", regions.add_building, name="add_building"),
    path("regions/<str:code>/grid/", regions.grid, name="grid"),
    path(
        "regions/<str:code>/grid/<uuid:responsibility_id>/end/", regions.end_responsibility, name="end_responsibility"
    ),
]
