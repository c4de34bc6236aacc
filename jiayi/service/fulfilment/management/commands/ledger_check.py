"""`jiayi ledger_check [--json] [--correct]`: see that the ledger follows from agreements and services done.

Exit status 1 when something differs.
"""

import json
import sys
from collections import Counter

from django.core.management.base import BaseCommand

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.fulfilment.services import (
    correct_ledger,
    gather_records,
    ledger_differences,
    record_differences,
)

EXAMPLES = 5
KINDS = ("record", "unopened", "baseless", "reverse", "consume")


class Command(BaseCommand):
    help = "Compare entitlements and their ledger with agreements and services done (exit status 1 when they differ)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
        parser.add_argument("--correct", action="store_true", help="put right what differs")

    def handle(self, *args, as_json: bool, correct: bool, **options) -> None:
        found = [*record_differences(), *ledger_differences(on=clock.today())]
        counts = Counter(one.kind for one in found)
        examples = [f"{one.kind} {one.agreement_id} {one.about}" for one in found[:EXAMPLES]]
        if as_json:
            self.stdout.write(json.dumps({kind: counts[kind] for kind in KINDS} | {"examples": examples}))
        else:
            self.stdout.write(", ".join(f"{counts[kind]} {kind}" for kind in KINDS))
            for example in examples:
                self.stdout.write(f"  {example}")
        if correct:
            gather_records(by=SystemViewer(), on=clock.today())
            correct_ledger(by=SystemViewer(), on=clock.today())
        elif found:
            sys.exit(1)
