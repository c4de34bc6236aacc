"""Give every request its viewer."""

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from jiayi.foundation.base.viewer import Viewer

from . import selectors


class ViewerMiddleware:
    """Set request.viewer: the signed-in user's, or nobody's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_for(request))
        return self.get_response(request)


def viewer_for(request: HttpRequest) -> Viewer:
    """The viewer of the session's user; the access log then knows the actor's id."""
    viewer = selectors.viewer_of(request.user)
    request.logged_actor = viewer.actor_id
    return viewer
