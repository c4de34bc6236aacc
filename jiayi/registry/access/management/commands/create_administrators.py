"""`jiayi create_administrators`: the first three accounts of a new installation, one for each separated office."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.access import posts, services

OFFICES = ["system_admin", "security_admin", "audit_admin"]


class Command(BaseCommand):
    help = "Create a county's system, security and audit administrator; their first passwords are printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--region", required=True, help="the county's code, six digits; its divisions are imported")

    def handle(self, *, region: str, **options: object) -> None:
        by, today = SystemViewer(), clock.today()
        try:
            with transaction.atomic():
                made = [self._create(by, office, region, today) for office in OFFICES]
        except CodedError as error:
            raise CommandError(f"{error.code} {error.message}".strip()) from error
        for username, password in made:
            self.stdout.write(f"{username}  {password}")
        self.stdout.write("Each must change this password at the first sign-in.")

    def _create(self, by: SystemViewer, office: str, region: str, today) -> tuple[str, str]:
        name = posts.label_of(office, "zh-hans")
        user, password = services.create_user(by=by, username=f"{office}.{region}", name=name, region_code=region)
        services.grant_post(by=by, user_id=user.pk, code=office, region_code=region, starts_on=today)
        return user.username, password
