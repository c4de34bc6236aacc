"""The first page anybody sees, in a real browser; and that the browser checks find what they are for."""

import pytest

from tests.plugins.browser import _note_foreign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 375, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_who_comes_without_signing_in_is_asked_to_and_everybody_can_use_the_page(
    open_page, assert_accessible, window: dict, language: str
) -> None:
    page = open_page(locale=language, **window)
    page.goto("/")
    assert page.locator("input[type=password]").count() == 1
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0, "the page scrolls sideways"
    assert_accessible(page)


def test_the_check_finds_a_picture_without_words(chromium, assert_accessible) -> None:
    page = chromium.new_page()
    page.set_content(
        '<html lang="zh"><title>图</title><main><h1>图</h1><img src="data:image/gif;base64,"></main></html>'
    )
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
    page.close()


def test_a_question_to_another_host_is_noted() -> None:
    faults: list[str] = []
    for url in ("http://127.0.0.1:9/static/a.js", "data:text/plain,x", "https://cdn.example/a.js"):
        _note_foreign(url, "http://127.0.0.1:9", faults)
    assert faults == ["asked another host: https://cdn.example/a.js"]
