"""What anybody may read without signing in: the published board of a village or an institution."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from jiayi.foundation.base import clock
from jiayi.foundation.documents.services import qr_code
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import BoardContent, BoardKey, PlaceKind
from jiayi.service.agreements.presenters.board_sections import sections_of
from jiayi.service.agreements.presenters.boards import board_words

KEPT_SECONDS = 300  # how long a phone or a proxy may show it before it asks again
LANGUAGES = ("zh-hans", "en")


@login_not_required
@require_safe
def public_board(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The board, or a calm page where none is published; the same for everybody, in the language of `lang`."""
    key = BoardKey(PlaceKind(kind), code) if kind in set(PlaceKind) else None
    content = organization.public_board(key, clock.today()) if key else None
    if content and content.key.code != code:
        return redirect("agreements:public_board", kind, content.key.code)
    wanted = request.GET.get("lang", "")
    with override(wanted if wanted in LANGUAGES else get_language()):
        answer = _board(request, content) if content else _nothing(request)
    patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    return answer


def _board(request: HttpRequest, content: BoardContent) -> HttpResponse:
    context = {
        "board": board_words(content, clock.today()),
        "sections": sections_of(content, clock.today()),
        "qr": qr_code(board_address(request, content.key)),
    }
    return render(request, "agreements/public_board.html", context)


def _nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "agreements/public_nothing.html", status=404)


def board_address(request: HttpRequest, key: BoardKey) -> str:
    """The address that the code on boards, plates and cards leads to."""
    return request.build_absolute_uri(reverse("agreements:public_board", args=[key.kind, key.code]))
