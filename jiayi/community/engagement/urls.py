"""Addresses of residents' voices, for staff."""

from django.urls import path

from .views import mailings, messages, surveys, voices

app_name = "engagement"
urlpatterns = [
    path("messages/", messages.messages, name="messages"),
    path("messages/letters/", messages.letters, name="letters"),
    path("messages/letters/paper/", messages.letters_paper, name="letters_paper"),
    path("mailings/", mailings.mailings, name="mailings"),
    path("mailings/begin/", mailings.begin, name="begin_mailing"),
    path("mailings/<uuid:mailing_id>/", mailings.mailing, name="mailing"),
    path("appeals/", voices.appeals, name="appeals"),
    path("appeals/<uuid:appeal_id>/", voices.appeal, name="appeal"),
    path("notes/", voices.notes, name="notes"),
    path("notes/<uuid:resident_id>/", voices.conversation, name="conversation"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/begin/", surveys.begin, name="begin_survey"),
    path("surveys/<uuid:round_id>/", surveys.survey, name="survey"),
]
