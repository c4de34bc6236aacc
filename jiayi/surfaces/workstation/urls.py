"""Addresses of the workstation."""

from django.urls import path

from .views import adoption, home

app_name = "workstation"
urlpatterns = [
    path("", home.home, name="home"),
    path("adoption/", adoption.adoption, name="adoption"),
    path("adoption/<str:code>/", adoption.adoption, name="adoption_of"),
    path("adoption/<str:code>/new/", adoption.adopt, name="adopt"),
    path("adoptions/<uuid:adoption_id>/end/", adoption.end_adoption, name="end_adoption"),
]
