"""A real Chromium for story tests, and the accessibility check.

A page that logs an error, breaks its content security policy or asks another host for anything fails its test.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = "no Chromium was found; install the package chromium, or name one in JIAYI_CHROMIUM"


def find_chromium() -> str | None:
    """The browser of this machine."""
    chosen = os.environ.get("JIAYI_CHROMIUM")
    if chosen is not None:
        return shutil.which(chosen)
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if find_chromium() is not None:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_report_header() -> str:
    return f"browser: {find_chromium() or f'none, tests marked browser are left out: {NO_BROWSER}'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if find_chromium() is None:
        terminalreporter.write_line(f"LEFT OUT: tests marked browser: {NO_BROWSER}")


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """The running browser, one for each test process."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium, live_server) -> Iterator[Callable]:
    """Opens a page in a window of its own; `options` as of Playwright's new_context (viewport, locale …)."""
    contexts, faults = [], []

    def open_one(**options):
        context = chromium.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"error in the page: {error}"))
        page.on("console", lambda message: _note_refusal(message, faults))
        page.on("request", lambda request: _note_foreign(request.url, live_server.url, faults))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _note_refusal(message, faults: list[str]) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        faults.append(message.text)


def _note_foreign(url: str, home: str, faults: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:", "about:")):
        faults.append(f"asked another host: {url}")


@pytest.fixture
def page(open_page):
    """One page at desktop width, in Chinese."""
    return open_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")


@pytest.fixture
def assert_accessible() -> Callable:
    """Checks a page by axe-core: WCAG 2 A and AA, 2.1 A and AA, no violation allowed."""

    def check(page) -> None:
        violations = json.loads(_examined(page))
        assert not violations, "\n".join(_told(violation) for violation in violations)

    return check


def _examined(page, attempts: int = 3) -> str:
    """Runs axe in the page and answers what it found, as JSON; again when the page left while it was being examined.

    The developer tools' protocol is not bound by the page's content security policy, so that stays in force.
    """
    from playwright.sync_api import Error as BrowserError

    session = page.context.new_cdp_session(page)
    run = f"axe.run({{runOnly: {json.dumps(AXE_TAGS)}}}).then(found => JSON.stringify(found.violations))"
    script = {"expression": f"{AXE.read_text('utf-8')};{run}", "awaitPromise": True, "returnByValue": True}
    for _ in range(attempts):
        page.wait_for_load_state("load")
        try:
            answer = session.send("Runtime.evaluate", script)
        except BrowserError as fault:
            answer = {"exceptionDetails": str(fault)}
        if "exceptionDetails" not in answer:
            return answer["result"]["value"]
    raise AssertionError(f"axe could not run: {answer['exceptionDetails']}")


def _told(violation: dict) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']} at {places}"
