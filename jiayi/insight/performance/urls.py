"""Addresses of performance."""

from django.urls import path

from .views import circulars, claims, members, money, scores

app_name = "performance"
urlpatterns = [
    path("assessments/", scores.assessments, name="assessments"),
    path("assessments/published/", scores.publication, name="publication"),
    path("assessments/<uuid:assessment_id>/", scores.assessment, name="assessment"),
    path("assessments/scores/<uuid:score_id>/", scores.score, name="score"),
    path("assessments/members/<uuid:score_id>/", members.member_score, name="member_score"),
    path("circulars/", circulars.circulars, name="circulars"),
    path("circulars/<uuid:circular_id>/", circulars.circular, name="circular"),
    path("circulars/<uuid:circular_id>/pdf/", circulars.circular_pdf, name="circular_pdf"),
    path("settlements/claims/", claims.claims, name="claims"),
    path("settlements/", money.settlements, name="settlements"),
    path("settlements/<uuid:settlement_id>/", money.settlement, name="settlement"),
    path("settlements/members/<uuid:share_id>/pdf/", money.member_statement, name="member_statement"),
    path("settlements/<uuid:settlement_id>/<uuid:team_id>/pdf/", money.statement, name="statement"),
]
