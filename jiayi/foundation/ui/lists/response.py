"""Answer with the whole page, or with the list alone where htmx asks for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

LIST_ID = "list"


def render_list(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """The template, or its partial named "list" (an element with the id "list") for a request of htmx for it."""
    wants_list = bool(request.htmx) and request.htmx.target == LIST_ID
    answer = render(request, f"{template}#{LIST_ID}" if wants_list else template, context)
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    patch_cache_control(answer, no_store=True, private=True)
    return answer
