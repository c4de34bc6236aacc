"""What the search must find, said slowly and plainly."""

from jiayi.registry.people.models import Resident


def find(prefixes: tuple[str, ...], related: set, kind: str, wanted: str) -> set:
    """The ids of all residents in scope that the text finds."""
    found = set()
    for resident in Resident.objects.filter(merged_into=None):
        in_scope = any(resident.region_id.startswith(prefix) for prefix in prefixes) or resident.id in related
        if in_scope and _matches(resident, kind, wanted):
            found.add(resident.id)
    return found


def _matches(resident: Resident, kind: str, wanted: str) -> bool:
    if kind == "initials":
        return resident.name_initials.startswith(wanted) or resident.name_pinyin.startswith(wanted)
    if kind == "pinyin":
        return resident.name_pinyin.startswith(wanted)
    return wanted in resident.name_key
