"""All addresses, by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("jiayi.surfaces.workstation.urls")),
    path("", include("jiayi.registry.access.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
