"""Names in pinyin, for sorting and for search by initials: surnames read as surnames (单 is Shan, not Dan).

A roster of a million rows calls `pinyin_of` a million times, so characters are read one by one and
remembered; whole names are not, there are too many of them.
"""

from pypinyin import lazy_pinyin

# Characters whose reading as a surname differs from the common one.
_SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "宰父": ("zai", "fu"),
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
    "洗": ("xian",),
    "句": ("gou",),
    "祭": ("zhai",),
    "种": ("chong",),
    "重": ("chong",),
    "召": ("shao",),
    "覃": ("qin",),
    "繁": ("po",),
    "隗": ("wei",),
    "尉": ("wei",),
    "阚": ("kan",),
}
_LONGEST_PINYIN = 240
_LONGEST_INITIALS = 40
# Radicals begin here: what comes before are scripts whose letters make words.
_FIRST_EAST_ASIAN = "\u2e80"

_readings: dict[str, str] = {}


def pinyin_of(name: str) -> tuple[str, str]:
    """A name's syllables with blanks between, and their first letters: 单小明 is ("shan xiao ming", "sxm").

    Latin words stay words; digits stay; dots and other marks are left out.
    """
    syllables = _syllables(name)
    initials = "".join([syllable[0] for syllable in syllables])
    return " ".join(syllables)[:_LONGEST_PINYIN], initials[:_LONGEST_INITIALS]


def _syllables(name: str) -> list[str]:
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
    """A character's commonest reading without its tone; letters of other scripts stay, marks vanish."""
    read = lazy_pinyin(character, errors=lambda rest: [rest] if rest.isalnum() else [])
    return read[0].lower() if read else ""
