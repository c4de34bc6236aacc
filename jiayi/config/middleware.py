"""What Django itself refuses below /api/ (a method, a host, a size) answers in the API's one shape too."""

from django.http import HttpRequest, HttpResponse


class ApiShapeMiddleware:
    """Turn an error page below /api/ into {code, message, breaches}."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = not response.get("Content-Type", "").startswith("application/json")
        if not request.path.startswith("/api/") or response.status_code < 400 or not is_page:
            return response
        from .api import refusal, words_for  # the rooms' operations can be imported once the applications are ready

        status = response.status_code
        code = "E_NOT_FOUND" if status == 404 else f"E_HTTP_{status}"
        shaped = refusal(status, code, words_for(status))
        if allowed := response.get("Allow"):
            shaped["Allow"] = allowed
        return shaped
