"""Pages stand in one frame, and every refusal says what to do next."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from jiayi.foundation.base.errors import BadShape, LawBroken, TooMany
from jiayi.foundation.base.viewer import Nobody, Scope

VIEWER = SimpleNamespace(
    actor_id="u1", actor_name="王丽萍", can=lambda *_: True, scope=lambda *_: Scope(everything=True)
)
BREACH = {
    "code": "B_TEAM_PERSONS",
    "text_zh": "团队已满",
    "text_en": "The team is full",
    "source": {"document": "某文件"},
}


def rendered(template: str, *, viewer=VIEWER, **context) -> str:
    request = RequestFactory().get("/somewhere/?a=1")
    request.viewer = viewer
    return render_to_string(template, context, request=request)


def test_a_signed_in_person_finds_navigation_name_and_language():
    page = rendered("ui/base.html")
    assert "王丽萍" in page and "English" in page and 'aria-current="page"' not in page
    assert 'href="/"' in page


def test_a_visitor_sees_neither_navigation_nor_account():
    page = rendered("ui/plain.html", viewer=Nobody())
    assert "navbar" not in page and "user-menu" not in page


@pytest.mark.parametrize("template", ["ui/base.html", "ui/plain.html", "404.html", "400.html", "ui/csrf_failure.html"])
def test_pages_hold_no_inline_script_or_style(template):
    page = rendered(template)
    assert "style=" not in page and "<style" not in page and "onclick" not in page and "<script>" not in page


@pytest.mark.parametrize(
    "error, words",
    [
        (LawBroken("E_LAW", "不能签", breaches=[BREACH]), ["不能签", "团队已满", "某文件", "E_LAW"]),
        (BadShape("E_SHAPE", "日期不对"), ["日期不对", "没有任何内容被更改"]),
        (TooMany("E_TOO_MANY", "太快"), ["操作太频繁", "请稍等"]),
    ],
)
def test_a_refusal_names_its_reason_and_the_way_on(error, words):
    page = rendered("ui/refused.html", error=error)
    assert all(word in page for word in words)


@pytest.mark.parametrize("template", ["500.html", "ui/old_browser.html"])
def test_pages_of_last_resort_need_nothing(template):
    page = render_to_string(template)
    assert "plain-error.css" in page and 'lang="en"' in page


def test_an_unknown_address_answers_404_in_the_house_style(client, db):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


def test_a_form_without_its_token_is_explained(db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "en"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_the_language_switch_turns_pages_to_english(client, db):
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/old-browser/"})
    assert answer.status_code == 302
    assert client.cookies["django_language"].value == "en"
