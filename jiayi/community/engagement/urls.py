"""Addresses of residents' voices, for staff."""

from django.urls import path

from .views import messages

app_name = "engagement"
urlpatterns = [
    path("messages/", messages.messages, name="messages"),
]
