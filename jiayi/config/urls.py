"""All addresses, by room."""

from django.urls import include, path, re_path

from . import api

# What has a prefix of its own stands first: an address goes through the patterns of every room before its own.
urlpatterns = [
    path("api/v1/", api.api.urls),
    path("api/docs", api.documentation, name="api_documentation"),
    re_path("^api/", api.unknown, name="api_unknown"),
    path("my/", include("jiayi.surfaces.portal.urls")),
    path("", include("jiayi.surfaces.workstation.urls")),
    path("", include("jiayi.registry.access.urls")),
    path("", include("jiayi.registry.tasks.urls")),
    path("", include("jiayi.foundation.audit.urls")),
    path("", include("jiayi.registry.organization.urls")),
    path("", include("jiayi.registry.people.urls")),
    path("", include("jiayi.foundation.jobs.urls")),
    path("", include("jiayi.insight.indicators.urls")),
    path("", include("jiayi.insight.performance.urls")),
    path("", include("jiayi.insight.assurance.urls")),
    path("", include("jiayi.service.agreements.urls")),
    path("", include("jiayi.service.fulfilment.urls")),
    path("", include("jiayi.service.scheduling.urls")),
    path("", include("jiayi.service.care.urls")),
    path("", include("jiayi.community.outreach.urls")),
    path("", include("jiayi.community.communities.urls")),
    path("", include("jiayi.community.engagement.urls")),
    path("", include("jiayi.service.prescriptions.urls")),
    path("", include("jiayi.service.referral.urls")),
    path("", include("jiayi.service.insurance.urls")),
    path("", include("jiayi.foundation.ui.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "jiayi.foundation.ui.views.bad_request"
handler403 = "jiayi.foundation.ui.views.not_found"
handler404 = "jiayi.foundation.ui.views.not_found"
