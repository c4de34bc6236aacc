"""Addresses of functional communities and of a kindergarten's day."""

from django.urls import path

from .views import agreements, daily, frail, incidents, meals, members, months, morning, places

app_name = "communities"
urlpatterns = [
    path("communities/", places.communities, name="communities"),
    path("communities/new/", places.new, name="new_community"),
    path("communities/<uuid:community_id>/", places.community, name="community"),
    path("communities/<uuid:community_id>/change/", places.change, name="change_community"),
    path("communities/<uuid:community_id>/close/", places.close, name="close_community"),
    path("communities/<uuid:community_id>/members/", members.members, name="members"),
    path("communities/<uuid:community_id>/members/add/", members.add, name="add_member"),
    path("communities/<uuid:community_id>/classes/add/", members.add_class, name="add_class"),
    path("communities/classes/<uuid:class_id>/close/", members.close_class, name="close_class"),
    path("communities/members/<uuid:member_id>/", members.member, name="member"),
    path("communities/members/<uuid:member_id>/end/", members.end, name="end_member"),
    path("communities/classes/<uuid:class_id>/check/", morning.check, name="check"),
    path("communities/<uuid:community_id>/agreements/sign/", agreements.sign, name="sign_agreement"),
    path("communities/agreements/<uuid:agreement_id>/end/", agreements.end, name="end_agreement"),
    path("communities/agreements/<uuid:agreement_id>/paper/", agreements.paper, name="agreement_paper"),
    path("communities/<uuid:community_id>/absences/", morning.absences, name="absences"),
    path("communities/members/<uuid:member_id>/absence/", morning.step, name="absence_step"),
    path("communities/<uuid:community_id>/duties/", daily.duties, name="duties"),
    path("communities/<uuid:community_id>/kitchen/", daily.kitchen, name="kitchen"),
    path("communities/<uuid:community_id>/menus/", meals.menus, name="menus"),
    path("communities/<uuid:community_id>/nutrition/", meals.nutrition, name="nutrition"),
    path("communities/samples/<uuid:sample_id>/dispose/", daily.dispose, name="dispose"),
    path("communities/<uuid:community_id>/medicines/", daily.medicines, name="medicines"),
    path("communities/<uuid:community_id>/incidents/", incidents.incidents, name="incidents"),
    path("communities/<uuid:community_id>/incidents/new/", incidents.new, name="new_incident"),
    path("communities/incidents/<uuid:incident_id>/", incidents.incident, name="incident"),
    path("communities/<uuid:community_id>/frail/", frail.frail, name="frail"),
    path("communities/frail/<uuid:file_id>/review/", frail.review, name="review_frail"),
    path("communities/frail/<uuid:file_id>/close/", frail.close, name="close_frail"),
    path("communities/<uuid:community_id>/months/<int:year>/<int:month>/", months.month, name="month"),
    path("communities/<uuid:community_id>/terms/<str:day>/", months.term, name="term"),
    path("communities/<uuid:community_id>/archive/", months.archive, name="archive"),
]
