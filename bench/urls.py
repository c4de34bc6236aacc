"""All addresses of the house, and the plain pages and the bare insert to compare with."""

from django.urls import include, path

from . import plain

urlpatterns = [
    path("bench/search/", plain.search),
    path("bench/agreements/", plain.agreements),
    path("bench/bare/", plain.bare),
    path("api/bench/insert", plain.insert),
    path("api/bench/record", plain.record),
    path("api/bench/place", plain.place),
    path("", include("jiayi.config.urls")),
]
handler404 = "jiayi.foundation.ui.views.not_found"
