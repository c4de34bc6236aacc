"""A select is written by ourselves, and reads as Django's own."""

from html.parser import HTMLParser

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.ui.rendering import FormRenderer

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
CHOICE = st.tuples(TEXT, TEXT)
CHOICES = st.lists(CHOICE | st.tuples(TEXT.filter(bool), st.lists(CHOICE, max_size=3)), max_size=6)


class Told(HTMLParser):
    """Everything that a page says, white space between elements aside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag):
        self.parts.append(tag)

    def handle_data(self, data):
        if data.strip():
            self.parts.append(data.strip())


def both(widget: forms.Select, value: object) -> tuple[list[object], list[object]]:
    ours, theirs = (
        widget.render("kind", value, attrs={"id": "id_kind"}, renderer=renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    )
    return Told(ours).parts, Told(theirs).parts


@given(CHOICES, st.data())
def test_a_select_says_what_djangos_own_says(choices, data):
    values = [value for value, label in choices if isinstance(label, str)]
    chosen = data.draw(st.sampled_from(values)) if values else None
    ours, theirs = both(forms.Select(choices=choices, attrs={"class": "x", "data-on": True, "data-off": False}), chosen)
    assert ours == theirs


def test_what_stands_in_a_label_is_text_unless_it_is_marked():
    choices = [("<b>", "<i>"), ("2", mark_safe("&amp;")), ("3", gettext_lazy("姓名"))]
    page = forms.Select(choices=choices).render("kind", "2", renderer=FormRenderer())
    assert '<option value="&lt;b&gt;">&lt;i&gt;</option>' in page
    assert '<option value="2" selected>&amp;</option>' in page
    assert "姓名" in page


def test_other_widgets_are_left_to_django():
    ours, theirs = both(forms.SelectMultiple(choices=[("1", "一")]), ["1"])
    assert ours == theirs
