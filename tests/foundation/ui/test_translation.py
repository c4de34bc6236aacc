"""Every Chinese text for users has its English, and nothing slips past the check."""

import polib
import pytest
from django.core.management import CommandError, call_command

from jiayi.foundation.ui.translation import (
    Message,
    Room,
    add_missing,
    conflicting_messages,
    messages_of,
    missing_messages,
    rooms,
)
from jiayi.foundation.ui.translation.untranslated import untranslated_texts

TEMPLATE = """{% load i18n %}{% trans "居民" %}
{% blocktrans count n=n %}{{ n }}人{% plural %}{{ n }}人{% endblocktrans %}
{% trans "单" context "家庭" %}<b lang="zh-hans">中文</b>
{% include "x.html" with title=_("标题") %}<p>漏网</p>{# 注释 #}
"""
MODULE = '''"""文档"""
from django.utils.translation import gettext as _, gettext_noop, ngettext
LABEL = gettext_noop("标签")
HEADER = "户编号"  # data, not for translation
PAIR = {"text_zh": "团队", "text_en": "Team"}

class Sex(Choice):
    MALE = "male", "男", "Male"

def words(n):
    """说明"""
    slipped = "漏网之鱼"
    years = f"{n}岁", f"{n} years"
    bare = n.removesuffix("岁")
    return _("您好"), ngettext("一个", "多个", n), f"共{n}"
'''


@pytest.fixture
def room(tmp_path):
    folder = tmp_path / "floor" / "hall"
    (folder / "templates" / "hall").mkdir(parents=True)
    (folder / "templates" / "hall" / "page.html").write_text(TEMPLATE, "utf-8")
    (folder / "views.py").write_text(MODULE, "utf-8")

    class OneRoom(Room):
        name = "floor/hall"

    return OneRoom(folder)


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_each_room_is_completely_translated(room):
    assert missing_messages(room) == []
    assert untranslated_texts(room) == []


def test_no_text_has_two_englishes():
    assert conflicting_messages() == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_no_translation_says_everything_twice(room):
    """Catalogues merge by union, which doubles an entry that two branches wrapped differently."""
    entries = polib.pofile(str(room.catalogue)) if room.catalogue.exists() else []
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values()) if len(text) > 12]
    assert [text for text in texts if text == text[: len(text) // 2] * 2] == []


def test_two_englishes_of_one_text_are_named_unless_a_context_parts_them(tmp_path):
    here, there = Room(tmp_path / "here"), Room(tmp_path / "there")
    for room, words in ((here, "Sign"), (there, "Agreement")):
        room.catalogue.parent.mkdir(parents=True)
        room.catalogue.write_text(
            f'msgid "签约"\nmsgstr "{words}"\n\nmsgctxt "{words}"\nmsgid "签"\nmsgstr "{words}"\n'
        )

    class Named(Room):
        name = property(lambda room: room.folder.name)

    assert conflicting_messages([Named(here.folder), Named(there.folder)]) == ["签约: Sign (here); Agreement (there)"]


def test_messages_are_found_in_templates(room):
    found = messages_of(room.folder / "templates" / "hall" / "page.html")
    plural = Message("%(n)s人", plural="%(n)s人")
    assert found == {Message("居民"), Message("标题"), plural, Message("单", context="家庭")}


def test_messages_are_found_in_modules(room):
    found = messages_of(room.folder / "views.py")
    assert found == {Message("标签"), Message("您好"), Message("一个", plural="多个")}


def test_chinese_outside_of_translations_is_named_with_its_line(room):
    places = untranslated_texts(room)
    assert [place.partition("hall/")[2] for place in places] == [
        'templates/hall/page.html:4: {% include "x.html" with title= %}<p>漏网</p>',
        "views.py:12: 漏网之鱼",
        "views.py:15: 共",
    ]


def test_an_entry_added_without_translation_still_counts_as_missing(room):
    before = missing_messages(room)
    assert add_missing(room) == len(before) > 0
    assert missing_messages(room) == before
    assert add_missing(room) == 0


def test_the_command_refuses_an_unknown_room_and_says_when_all_is_well(capsys):
    with pytest.raises(CommandError):
        call_command("messages", "--check", "--room", "nowhere")
    call_command("messages", "--check", "--room", "foundation/ui")
    assert "Every text" in capsys.readouterr().out
