"""Addresses of the workstation."""

from django.urls import path

from .views import adoption, community, costs, day, deductibles, home, resident, round_sheet, search, simulation

app_name = "workstation"
urlpatterns = [
    path("", home.home, name="home"),
    path("worklist/assign/", day.assign, name="assign"),
    path("rounds/", round_sheet.round_sheet, name="round_sheet"),
    path("rounds/<str:region_code>/print/", round_sheet.round_sheet_pdf, name="round_sheet_pdf"),
    path("households/<uuid:household_id>/dues/", round_sheet.household_dues, name="household_dues"),
    path("community-reports/", community.reports, name="community_reports"),
    path("community-reports/draft/", community.draft_report, name="draft_report"),
    path("community-reports/<uuid:report_id>/", community.report, name="community_report"),
    path("community-reports/<uuid:report_id>/write/", community.write_report, name="write_report"),
    path("community-reports/<uuid:report_id>/publish/", community.publish_report, name="publish_report"),
    path("community-reports/<uuid:report_id>/print/", community.report_pdf, name="community_report_pdf"),
    path("search/", search.search, name="search"),
    path("look-up/", search.look_up, name="look_up"),
    path("look-up/history/", search.look_ups, name="look_ups"),
    path("residents/<uuid:resident_id>/", resident.resident, name="resident"),
    path("residents/<uuid:resident_id>/numbers/", resident.reveal, name="reveal"),
    path("residents/<uuid:resident_id>/costs/", costs.costs, name="costs"),
    path("referrals/<uuid:referral_id>/deductibles/", deductibles.deductibles, name="deductibles"),
    path("residents/<uuid:resident_id>/costs/print/", costs.costs_pdf, name="costs_pdf"),
    path("adoption/", adoption.adoption, name="adoption"),
    path("adoption/<str:code>/", adoption.adoption, name="adoption_of"),
    path("adoption/<str:code>/new/", adoption.adopt, name="adopt"),
    path("adoption/<str:code>/compare/", simulation.compare, name="compare_simulations"),
    path("adoption/<str:code>/compare/export/", simulation.export_comparison, name="export_comparison"),
    path("simulations/<uuid:simulation_id>/", simulation.simulation, name="simulation"),
    path("simulations/<uuid:simulation_id>/confirm/", simulation.confirm, name="confirm_simulation"),
    path("simulations/<uuid:simulation_id>/again/", simulation.again, name="simulate_again"),
    path("simulations/<uuid:simulation_id>/export/", simulation.export, name="export_simulation"),
    path("adoptions/<uuid:adoption_id>/end/", adoption.end_adoption, name="end_adoption"),
]
