"""Tags and components say with words what they show with signs."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


def shown(source: str, **context) -> str:
    return Template("{% load i18n ui_tags %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source, value, words",
    [
        ("{{ v|fen }}", 120050, "1,200.50"),
        ("{{ v|fen }}", -5, "-0.05"),
        ("{{ v|fen }}", None, "—"),
        ("{{ v|masked }}", "420324195001011234", "420*************34"),
        ("{{ v|masked }}", "1234", "****"),
        ("{{ v|local_date }}", dt.date(2026, 11, 22), "2026-11-22"),
        ("{{ v|local_date }}", dt.datetime(2026, 11, 21, 17, tzinfo=dt.UTC), "2026-11-22"),
        ("{{ v|local_time }}", dt.datetime(2026, 11, 21, 17, tzinfo=dt.UTC), "2026-11-22 01:00"),
        ("{{ v|local_date }}", None, "—"),
        ("{{ v|percent }}", 0.7532, "75.3\N{NO-BREAK SPACE}%"),
        ("{{ v|plain_value }}", {"first": 1, "renewal": [2, 3]}, "first=1、renewal=2、3"),
        ("{{ v|source_text }}", {"document": "办法", "clause": "第三条"}, "办法 第三条"),
        (
            "{{ v|source_text }}",
            {"document": "civil-code", "title_zh": "民法典", "clause": "第十七条"},
            "民法典 第十七条",
        ),
        ("{{ v|joined }}", ["甲", "乙"], "甲、乙"),
    ],
)
def test_values_are_written_for_people(source, value, words):
    assert shown(source, v=value) == words


def test_a_sign_is_decoration_unless_it_has_a_label():
    assert shown("{% icon 'home' %}") == '<i class="ti ti-home" aria-hidden="true"></i>'
    assert 'aria-label="首页"' in shown("{% icon 'home' '首页' %}")


def test_a_state_is_a_word_beside_its_colour():
    assert "在约" in shown("{% status '在约' 'green' %}")


def test_names_cannot_carry_markup():
    assert "<script>" not in shown("{% avatar v %}{% status v %}{% icon v v %}", v="<script>")


def test_the_query_string_is_changed_in_place():
    request = RequestFactory().get("/?state=active&sort=name")
    assert shown("{% query_string sort=None state='ended' %}", request=request) == "?state=ended"


REASON = {"code": "CAP", "text_zh": "已满", "text_en": "Full", "parameter": "team.cap", "value": 400, "source": "S2"}


def test_reasons_stand_behind_a_small_link_in_the_readers_language():
    source = "{% include 'ui/components/reasons.html' %}"
    assert all(
        word in shown(source, reasons=[REASON]) for word in ["<details", "依据", "已满", "team.cap", "400", "S2"]
    )
    with translation.override("en"):
        assert "Full" in shown(source, reasons=[REASON])
    assert shown(source, reasons=[]).strip() == ""


def test_a_chart_carries_its_data_and_the_same_in_words():
    page = shown(
        "{% include 'ui/components/chart.html' with id='c1' title='签约率' summary='全县 75%' %}",
        option={"title": {"text": "</script>"}},
    )
    assert 'data-chart-for="c1"' in page and 'aria-label="全县 75%"' in page and page.count("</script>") == 1


def test_progress_asks_again_until_it_is_over():
    source = "{% include 'ui/components/progress.html' %}"
    assert 'hx-get="/p/"' in shown(source, url="/p/", done=1, total=5, message="导入")
    assert "hx-get" not in shown(source, url="/p/", done=5, total=5, message="完成", is_over=True)


@pytest.mark.parametrize(
    "component, context, words",
    [
        (
            "empty",
            {"title": "还没有签约", "text": "先找到居民", "url": "/x/", "action": "去签约"},
            ["还没有签约", "去签约"],
        ),
        ("stat_card", {"label": "在约", "value": 7, "url": "/x/", "icon_name": "file"}, ["在约", "7", 'href="/x/"']),
        ("steps", {"steps": ["证件", "人群", "服务包"], "current": 2}, ['aria-current="step"', "人群"]),
        ("tabs", {"tabs": [{"label": "全部", "url": "?", "is_active": True, "count": 3}]}, ['aria-current="page"']),
        ("datagrid", {"rows": [("电话", "")]}, ["电话", "—"]),
        ("confirm", {"id": "end", "title": "解约", "url": "/end/", "action": "解约", "danger": True}, ["btn-danger"]),
        ("person_line", {"name": "沈建国", "age": 72, "sex": "男", "url": "/p/"}, ["沈建国", "72岁", "沈</span>"]),
        ("timeline", {"entries": [{"on": dt.date(2026, 1, 2), "icon": "file", "title": "签约"}]}, ["2026-01-02"]),
        ("print_button", {}, ["data-print"]),
    ],
)
def test_components_show_what_they_are_given(component, context, words):
    page = shown("{% include component %}", component=f"ui/components/{component}.html", **context)
    assert all(word in page for word in words)
    assert "style=" not in page and "onclick" not in page
