"""Addresses of performance."""

from django.urls import path

from .views import money, scores

app_name = "performance"
urlpatterns = [
    path("assessments/", scores.assessments, name="assessments"),
    path("assessments/published/", scores.publication, name="publication"),
    path("assessments/<uuid:assessment_id>/", scores.assessment, name="assessment"),
    path("assessments/scores/<uuid:score_id>/", scores.score, name="score"),
    path("settlements/", money.settlements, name="settlements"),
    path("settlements/<uuid:settlement_id>/", money.settlement, name="settlement"),
    path("settlements/<uuid:settlement_id>/<uuid:team_id>/pdf/", money.statement, name="statement"),
]
