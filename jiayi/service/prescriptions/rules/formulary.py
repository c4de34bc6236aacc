"""Read a line of a county's formulary: which generic drug a product's name means, what its strength holds. Pure."""

import re
from collections.abc import Iterable, Mapping

# Salts before a generic name, and what follows it; a name is matched only when nothing else is left of it.
SALTS = (
    *("苯磺酸", "盐酸", "马来酸", "富马酸", "琥珀酸", "酒石酸", "甲磺酸"),  # data, not for translation
    *("硫酸", "磷酸", "枸橼酸", "氢溴酸", "门冬氨酸"),  # data, not for translation
)
METALS = ("钠", "钙", "钾")  # data, not for translation
FORMS = (
    *("缓释片", "控释片", "肠溶片", "分散片", "口崩片", "片剂", "片"),  # data, not for translation
    *("肠溶胶囊", "缓释胶囊", "胶囊剂", "胶囊", "注射液"),  # data, not for translation
    *("吸入粉雾剂", "吸入气雾剂", "滴眼液"),  # data, not for translation
)
YES = frozenset({"是", "有", "√", "1", "y", "yes", "true"})  # data, not for translation
_STRENGTH = re.compile(r"^(\d+(?:\.\d+)?)\s*(mg|g|μg|ug|mcg)$", re.IGNORECASE)
_MILLIGRAMS = {"mg": 1.0, "g": 1000.0, "μg": 0.001, "ug": 0.001, "mcg": 0.001}


def bare_name(name: str) -> str:
    """苯磺酸氨氯地平片 → 氨氯地平."""
    text = re.sub(r"[（(].*?[)）]", "", name).strip()
    text = next((text.removesuffix(form) for form in FORMS if text.endswith(form) and text != form), text)
    text = next((text.removeprefix(salt) for salt in SALTS if text.startswith(salt) and text != salt), text)
    return next((text.removesuffix(metal) for metal in METALS if text.endswith(metal) and len(text) > 2), text)


def drug_of(name: str, known: Mapping[str, Iterable[str]]) -> str | None:
    """The code whose names hold this one; None where none does, or several do. A name within a name is none."""
    wanted = {name.strip(), bare_name(name)}
    found = [code for code, names in known.items() if wanted & {*names, *(bare_name(one) for one in names)}]
    return found[0] if len(found) == 1 else None


def one_strength(text: str) -> str:
    """5mg*14片 → 5mg: what one unit holds, without the pack."""
    return re.split(r"[*×xX]", text.strip())[0].strip()


def milligrams(strength: str) -> float | None:
    """What one unit holds, where the strength says it plainly."""
    found = _STRENGTH.match(strength)
    return float(found[1]) * _MILLIGRAMS[found[2].lower()] if found else None


def price_in_fen(text: str) -> int | None:
    """Yuan as written to fen; None where there is none. ValueError for what is no price."""
    if not text.strip():
        return None
    yuan = text.strip().removeprefix("¥").removesuffix("元")
    if not re.fullmatch(r"\d{1,7}(\.\d{1,4})?", yuan):
        raise ValueError(text)
    whole, _, part = yuan.partition(".")
    return int(whole) * 100 + round(int((part + "0000")[:4]) / 100)
