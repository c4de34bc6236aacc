"""`jiayi audit_verify`: show that the history is whole, or what in it is not."""

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict

from django.core.management.base import BaseCommand

from jiayi.foundation.audit.services import verify


class Command(BaseCommand):
    help = "Verify the audit's chain of seals; exit status 1 and the first break where it does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the verdict as JSON")

    def handle(self, *, json: bool, **options: object) -> None:
        began = time.perf_counter()
        verdict = verify()
        seconds = time.perf_counter() - began
        if json:
            self.stdout.write(_as_json(asdict(verdict) | {"ok": verdict.broken is None}))
        else:
            self.stdout.write(
                f"{verdict.entries} entries in {verdict.seals} seals verified in {seconds:.1f} s;"
                f" {verdict.waiting} wait for their seal."
            )
            if verdict.broken:
                where = f"seal {verdict.broken.seal_id}, entry {verdict.broken.entry_id}"
                self.stderr.write(f"BROKEN: {verdict.broken.code} at {where}")
        if verdict.broken:
            raise SystemExit(1)


def _as_json(verdict: dict) -> str:
    return json.dumps(verdict)
