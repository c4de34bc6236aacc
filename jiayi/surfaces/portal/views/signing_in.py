"""Sign in by a code to the registered phone; the answers never tell whose phone is known."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, TooMany, identifier_of
from jiayi.foundation.base.request import address_of
from jiayi.registry.people import selectors as people
from jiayi.surfaces.portal import selectors, services
from jiayi.surfaces.portal.access import for_everybody, for_residents, page
from jiayi.surfaces.portal.forms import CodeForm, PhoneForm
from jiayi.surfaces.portal.models import SignInCode
from jiayi.surfaces.portal.terms import COOKIE, SIZE_COOKIE

WAITING = "jiayi_waiting"  # which code is awaited: its id, signed; no number
YEAR = 365 * 24 * 3600


@for_everybody
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the phone, and for a code to it."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        return _ask(request, form, lambda: services.ask_code(phone=phone, address=address_of(request), at=clock.now()))
    return page(request, "sign_in", {"form": form}, status=422 if form.errors else 200)


@for_everybody
@require_http_methods(["GET", "POST"])
def by_paper(request: HttpRequest, verification_code: str) -> HttpResponse:
    """The code of an agreement was scanned: a code goes to the signer's phone, whose number is not shown."""
    if request.method == "POST":
        address = address_of(request)
        return _ask(
            request,
            None,
            lambda: services.ask_code_of_paper(verification_code=verification_code, address=address, at=clock.now()),
        )
    return page(request, "by_paper")


@for_everybody
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code is answered."""
    code_id = _awaited(request)
    if code_id is None:
        return redirect("portal:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            taken = services.take_code(code_id=code_id, number=form.cleaned_data["code"], at=now)
        except BadShape as error:
            form.refuse(error)
        else:
            return _begin(request, taken)
    return page(request, "code", {"form": form}, status=422 if form.errors else 200)


@for_everybody
@require_http_methods(["GET", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Several people have this phone: which of them is here?"""
    session = selectors.session_of(request.COOKIES.get(COOKIE, ""), clock.now())
    if session is None or session.resident_id is not None:
        return redirect("portal:home" if session else "portal:sign_in")
    holders = people.holders_of_phone(bytes(session.phone_key))
    if request.method == "POST":
        chosen = identifier_of(request.POST.get("resident", ""))
        services.choose_resident(session=session, resident_id=chosen, phone_holders=[one.id for one in holders])
        return redirect("portal:home")
    return page(request, "who", {"holders": holders})


@for_residents
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Open a family member's pages, or one's own again."""
    chosen = identifier_of(request.POST.get("resident", ""))
    services.act_for(session=request.visit.session, resident_id=chosen, on=clock.today())
    return redirect("portal:home")


@for_residents
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    services.end_session(session=request.visit.session, at=clock.now())
    answer = redirect("portal:sign_in")
    answer.delete_cookie(COOKIE, path=_path())
    return answer


@for_everybody
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Larger type, or the usual again."""
    large = request.POST.get("size") == "large"
    answer = redirect("portal:home")
    answer.set_cookie(
        SIZE_COOKIE, "large" if large else "usual", max_age=YEAR, path=_path(), httponly=True, samesite="Lax"
    )
    return answer


def _ask(request: HttpRequest, form: PhoneForm | None, act) -> HttpResponse:
    try:
        asked: SignInCode = act()
    except TooMany as error:
        return page(request, "refused", {"error": error}, status=error.status)
    answer = redirect("portal:code")
    value = signing.dumps(str(asked.pk), salt=WAITING)
    answer.set_cookie(WAITING, value, max_age=1800, path=_path(), httponly=True, samesite="Lax", secure=_is_secure())
    return answer


def _awaited(request: HttpRequest) -> UUID | None:
    try:
        return UUID(signing.loads(request.COOKIES.get(WAITING, ""), salt=WAITING, max_age=1800))
    except (signing.BadSignature, ValueError):
        return None


def _begin(request: HttpRequest, taken: SignInCode) -> HttpResponse:
    holders = [one.id for one in people.holders_of_phone(bytes(taken.phone_key))]
    token, session = services.begin_session(code=taken, phone_holders=holders, at=clock.now())
    answer = redirect("portal:home" if session.resident_id else "portal:who")
    age = int((session.expires_at - clock.now()).total_seconds())
    answer.set_cookie(COOKIE, token, max_age=age, path=_path(), httponly=True, samesite="Lax", secure=_is_secure())
    answer.delete_cookie(WAITING, path=_path())
    return answer


def _path() -> str:
    return reverse("portal:home")


def _is_secure() -> bool:
    return bool(settings.SESSION_COOKIE_SECURE)
