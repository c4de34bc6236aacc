"""Addresses of the workstation."""

from django.urls import path

from .views import adoption, home, resident, search

app_name = "workstation"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("look-up/", search.look_up, name="look_up"),
    path("look-up/history/", search.look_ups, name="look_ups"),
    path("residents/<uuid:resident_id>/", resident.resident, name="resident"),
    path("residents/<uuid:resident_id>/numbers/", resident.reveal, name="reveal"),
    path("adoption/", adoption.adoption, name="adoption"),
    path("adoption/<str:code>/", adoption.adoption, name="adoption_of"),
    path("adoption/<str:code>/new/", adoption.adopt, name="adopt"),
    path("adoptions/<uuid:adoption_id>/end/", adoption.end_adoption, name="end_adoption"),
]
