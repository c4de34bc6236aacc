"""Answer with the whole page, or with the list alone where htmx asks for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

LIST_ID = "list"


def is_for_list(request: HttpRequest) -> bool:
    """Whether htmx asks for the list alone."""
    return bool(request.htmx) and request.htmx.target == LIST_ID


def render_list(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """The template, or its partial named "list" (an element with the id "list") for a request of htmx for it."""
    answer = render(request, f"{template}#{LIST_ID}" if is_for_list(request) else template, context)
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    patch_cache_control(answer, no_store=True, private=True)
    return answer
