"""Take in what designated pharmacies gave out: JSON files of FOLDER/in are answered in FOLDER/out."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.prescriptions.services import Folder, take_pharmacies_messages


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--institution", type=UUID, required=True, help="in whose name the pharmacies give out")

    def handle(self, *, folder: Path, institution: UUID, **options: Any) -> None:
        counts = take_pharmacies_messages(
            by=SystemViewer("take_pharmacies"),
            exchange=Folder(folder),
            institution_id=institution,
            on=clock.today(),
            at=clock.now(),
        )
        self.stdout.write(json.dumps(counts))
