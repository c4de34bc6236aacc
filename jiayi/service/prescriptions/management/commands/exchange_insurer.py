"""Tell the insurer what an institution gave out (FOLDER/out), and take in its answers (FOLDER/in)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.prescriptions.services import Folder, take_insurers_answers, tell_insurer


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--institution", type=UUID, required=True, help="whose handings over are told")

    def handle(self, *, folder: Path, institution: UUID, **options: Any) -> None:
        by, exchange = SystemViewer("exchange_insurer"), Folder(folder)
        counts = take_insurers_answers(by=by, exchange=exchange, on=clock.today())
        told = tell_insurer(by=by, exchange=exchange, institution_id=institution, on=clock.today(), at=clock.now())
        self.stdout.write(json.dumps({"told": told} | counts))
