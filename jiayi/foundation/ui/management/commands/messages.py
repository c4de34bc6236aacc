"""`jiayi messages`: check that every text is translated, or add what is missing to the rooms' catalogues."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from jiayi.foundation.ui.translation import (
    Room,
    add_missing,
    conflicting_messages,
    missing_messages,
    rooms,
    untranslated_texts,
)


class Command(BaseCommand):
    help = "Check that every Chinese text has its English, or add the missing entries to each room's django.po."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--check", action="store_true", help="list what is missing; exit status 1 if anything is")
        act.add_argument("--update", action="store_true", help="add missing entries, to be translated by hand")
        parser.add_argument("--room", help="only this room, such as registry/people")

    def handle(self, *, check: bool, room: str | None, **options: object) -> None:
        chosen = [each for each in rooms() if room is None or each.name == room]
        if not chosen:
            raise CommandError(f"There is no room {room}.")
        if check:
            self._check(chosen)
        else:
            self._update(chosen)

    def _check(self, chosen: list[Room]) -> None:
        faults = 0
        for room in chosen:
            for message in missing_messages(room):
                self.stdout.write(f"{room.name}: no English for: {message}")
                faults += 1
            for place in untranslated_texts(room):
                self.stdout.write(f"{room.name}: not translated at all: {place}")
                faults += 1
        for text in conflicting_messages(chosen):
            self.stdout.write(f"two Englishes of one text; agree on one, or give it a context: {text}")
            faults += 1
        if faults:
            raise CommandError(f"{faults} texts to see to.")
        self.stdout.write("Every text has its English.")

    def _update(self, chosen: list[Room]) -> None:
        for room in chosen:
            added = add_missing(room)
            if added:
                self.stdout.write(f"{room.name}: {added} entries added to {room.catalogue.name}")
