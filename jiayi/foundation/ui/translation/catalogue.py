"""A room's English catalogue against what its sources ask for."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import polib

from .messages import Message, messages_of
from .rooms import JIAYI, Room, rooms

# Words that every room uses stand once, in the ui room's catalogue.
SHARED = Room(JIAYI / "foundation" / "ui")


def _wanted(room: Room) -> set[Message]:
    return {message for path in room.sources() for message in messages_of(path)}


def _translated(room: Room) -> set[tuple[str, str]]:
    if not room.catalogue.exists():
        return set()
    entries = polib.pofile(str(room.catalogue), check_for_duplicates=True)
    return {(entry.msgid, entry.msgctxt or "") for entry in entries if _is_complete(entry)}


def _is_complete(entry: polib.POEntry) -> bool:
    if entry.obsolete or "fuzzy" in entry.flags:
        return False
    if entry.msgid_plural:
        return bool(entry.msgstr_plural) and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


@cache
def _shared() -> frozenset[tuple[str, str]]:
    return frozenset(_translated(SHARED))


def missing_messages(room: Room) -> list[Message]:
    """What the room's sources ask for and neither its catalogue nor the shared one translates."""
    known = _translated(room) | _shared()
    return sorted(message for message in _wanted(room) if (message.text, message.context) not in known)


def unused_messages(room: Room) -> list[str]:
    """Translations that no source of the room asks for (the shared catalogue serves all rooms)."""
    asking = rooms() if room.folder == SHARED.folder else [room]
    wanted = {(message.text, message.context) for each in asking for message in _wanted(each)}
    return sorted(text for text, context in _translated(room) if (text, context) not in wanted)


def conflicting_messages(rooms_asked: Iterable[Room] | None = None) -> list[str]:
    """Texts that rooms translate each in its own way: all catalogues are one, so one would read another's words."""
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for room in rooms() if rooms_asked is None else rooms_asked:
        entries = polib.pofile(str(room.catalogue)) if room.catalogue.exists() else []
        for entry in (each for each in entries if _is_complete(each)):
            words = entry.msgstr or " | ".join(entry.msgstr_plural.values())
            found[entry.msgid, entry.msgctxt or ""][words].append(room.name)
    return sorted(
        f"{Message(*key)}: " + "; ".join(f"{words} ({', '.join(names)})" for words, names in ways.items())
        for key, ways in found.items()
        if len(ways) > 1
    )


def add_missing(room: Room) -> int:
    """Write an entry without translation for each missing message; the number of entries added."""
    missing = missing_messages(room)
    if not missing:
        return 0
    catalogue = polib.pofile(str(room.catalogue)) if room.catalogue.exists() else _new_catalogue()
    present = {(entry.msgid, entry.msgctxt or "") for entry in catalogue}
    fresh = [message for message in missing if (message.text, message.context) not in present]
    catalogue.extend(_entry(message) for message in fresh)
    room.catalogue.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(room.catalogue))
    return len(fresh)


def _new_catalogue() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def _entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: "", 1: ""}
    return entry
