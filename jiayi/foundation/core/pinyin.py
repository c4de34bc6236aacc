"""Chinese text as pinyin, for sorting and for search by initials; surnames read as surnames."""

from functools import lru_cache

from pypinyin import lazy_pinyin

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
    "任": ("ren",),
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
    "殷": ("yin",),
    "华": ("hua",),
    "宁": ("ning",),
    "哈": ("ha",),
    "葛": ("ge",),
    "尹": ("yin",),
    "缴": ("jiao",),
}


def name_pinyin(name: str) -> str:
    """A person's name in lower-case syllables with blanks between: 单小明 is "shan xiao ming"."""
    return " ".join(_name_syllables(name))


def name_initials(name: str) -> str:
    """The first letters of a person's name: 单小明 is "sxm"."""
    return "".join(syllable[0] for syllable in _name_syllables(name))


def text_initials(text: str) -> str:
    """The first letters of a place's or institution's name: 城关镇 is "cgz"; letters and digits stay."""
    return "".join(syllable[0] for syllable in _syllables(text))


@lru_cache(maxsize=4096)
def _name_syllables(name: str) -> tuple[str, ...]:
    for length in (2, 1):
        if surname := _SURNAMES.get(name[:length]):
            return (*surname, *_syllables(name[length:]))
    return tuple(_syllables(name))


def _syllables(text: str) -> list[str]:
    """Syllables of Chinese characters, and the letters and digits between them; the rest is left out."""
    read = lazy_pinyin(text, errors=lambda rest: [character for character in rest if character.isalnum()])
    return [syllable.lower() for syllable in read if syllable]
