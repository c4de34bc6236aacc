"""The text of a message in a language, made of its template and the words of its blanks."""

from collections import defaultdict

from django.utils.translation import get_language

from jiayi.community.engagement.models import Message
from jiayi.foundation.rulebook import rulebook


def text_of_message(message: Message, language: str) -> str:
    """The text; a word may differ by language ({"item": {"zh": …, "en": …}})."""
    template = rulebook().messages.get(message.template)
    if template is None:
        return ""
    side = "en" if language.startswith("en") else "zh"
    words = {name: value[side] if isinstance(value, dict) else value for name, value in message.words.items()}
    return template.text(language).format_map(defaultdict(lambda: "—", words))


def title_of_message(message: Message, language: str) -> str:
    """What it is about."""
    template = rulebook().messages.get(message.template)
    return template.label(language) if template else message.template


def notice_text(text: str) -> str:
    """A notice of the team as it is sent, in the language of the page."""
    return rulebook().messages["team_notice"].text(get_language() or "").format_map({"text": text})
