"""Print the states of an agreement and the acts between them, as docs/agreement-states.md holds them."""

from django.core.management.base import BaseCommand

from jiayi.service.agreements.presenters.diagram import states_document


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        self.stdout.write(states_document(), ending="")
