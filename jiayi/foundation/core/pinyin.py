"""Chinese text as pinyin, for sorting and for search by initials; surnames read as surnames.

A roster of a million rows calls `pinyin_of` a million times, so the characters of a name are read one by
one and remembered; names themselves are not, there are too many of them.
"""

# A surname is often read otherwise than the same character in a word (单 is dān in 单位, Shàn as a surname).
_SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "令狐": ("ling", "hu"),
    "单": ("shan",),
    "解": ("xie",),
    "仇": ("qiu",),
    "查": ("zha",),
    "区": ("ou",),
    "曾": ("zeng",),
    "朴": ("piao",),
    "盖": ("ge",),
    "缪": ("miao",),
    "翟": ("zhai",),
    "员": ("yun",),
    "乐": ("yue",),
    "佴": ("nai",),
    "折": ("she",),
    "黑": ("he",),
    "秘": ("bi",),
    "冼": ("xian",),
    "句": ("gou",),
    "祭": ("zhai",),
    "种": ("chong",),
    "召": ("shao",),
    "覃": ("qin",),
    "燕": ("yan",),
    "繁": ("po",),
    "宓": ("mi",),
    "洗": ("xian",),
    "重": ("chong",),
    "隗": ("wei",),
    "尉": ("wei",),
    "阚": ("kan",),
}
# Radicals begin here: what comes before are scripts whose letters make words.
_FIRST_EAST_ASIAN = "\u2e80"

_readings: dict[str, str] = {}


def pinyin_of(name: str) -> tuple[str, str]:
    """A person's name as syllables with blanks between, and their first letters: 单小明 is ("shan xiao ming", "sxm").

    Latin words stay words, digits stay; dots and other marks are left out.
    """
    syllables = _name_syllables(name)
    return " ".join(syllables), "".join([syllable[0] for syllable in syllables])


def name_pinyin(name: str) -> str:
    """A person's name in lower-case syllables with blanks between: 单小明 is "shan xiao ming"."""
    return pinyin_of(name)[0]


def name_initials(name: str) -> str:
    """The first letters of a person's name: 单小明 is "sxm"."""
    return pinyin_of(name)[1]


def text_initials(text: str) -> str:
    """The first letters of a place's or institution's name: 城关镇 is "cgz"; letters and digits stay."""
    return "".join(syllable[0] for syllable in _text_syllables(text))


def _name_syllables(name: str) -> list[str]:
    surname = _SURNAMES.get(name[:2]) or _SURNAMES.get(name[:1])
    if surname is None:
        return _read(name)
    return [*surname, *_read(name[len(surname) :])]


def _read(text: str) -> list[str]:
    syllables: list[str] = []
    word = ""
    for character in text:
        if character < _FIRST_EAST_ASIAN and character.isalnum():
            word += character.lower()
            continue
        if word:
            syllables.append(word)
            word = ""
        reading = _readings.get(character)
        if reading is None:
            reading = _readings[character] = _reading(character)
        if reading:
            syllables.append(reading)
    return [*syllables, word] if word else syllables


def _reading(character: str) -> str:
    """A character's commonest reading without its tone; a mark has none."""
    read = _text_syllables(character)
    return read[0] if read else ""


def _letters(rest: str) -> list[str]:
    return [character for character in rest if character.isalnum()]


def _text_syllables(text: str) -> list[str]:
    """Syllables of Chinese words, and the letters and digits between them; the rest is left out."""
    # Its tables are fifty megabytes and half a second, which most commands and pages never need.
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(text, errors=_letters)  # type: ignore[arg-type]  # its types know no list, its manual does
    return [syllable.lower() for syllable in read if syllable]
