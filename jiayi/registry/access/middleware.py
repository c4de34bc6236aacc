"""Give every request its viewer."""

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from . import selectors


class ViewerMiddleware:
    """Set request.viewer: the signed-in user's, or nobody's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: selectors.viewer_of(request.user))
        return self.get_response(request)
