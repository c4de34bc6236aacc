"""Speak to the API as a user."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from jiayi.foundation.base import clock
from jiayi.registry.access.models import User
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token


class ApiClient:
    """A client with a user's token; `post(path, body)` sends JSON, `path` is below /api/v1."""

    def __init__(self, user: User) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {issue_token(by=viewer_of(user), at=clock.now())}"}

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, *, key: str | None = None) -> HttpResponse:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)
