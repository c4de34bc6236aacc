"""What a production server refuses to start with."""

import base64
import os
import secrets
import subprocess
import sys

import pytest

from jiayi.config.settings.safety import host_faults, key_faults, refuse_unsafe, secret_faults
from tests.architecture.house import CHECKOUT


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


GOOD_KEYS = f"k1:{key()},index:{key()}"
GOOD_SECRET = secrets.token_hex(40)


def test_good_settings_are_accepted() -> None:
    refuse_unsafe(secret_key=GOOD_SECRET, field_keys=GOOD_KEYS, hosts=["jiayi.example"], debug=False)


def test_a_weak_secret_is_refused() -> None:
    for secret in ("", "short", "a" * 80, f"django-insecure-{GOOD_SECRET}"):
        assert secret_faults(secret)


def test_weak_field_keys_are_refused() -> None:
    same = key()
    zeros = base64.b64encode(bytes(32)).decode()
    for keys in ("", f"k1:{key()}", f"index:{key()}", f"k1:{zeros},index:{key()}", "k1:abc,index:def"):
        assert key_faults(keys)
    assert key_faults(f"k1:{same},index:{same}")


@pytest.mark.parametrize("hosts", [[], ["*"], ["jiayi.example", "*"], ["*.example"]])
def test_hosts_must_be_named(hosts: list[str]) -> None:
    assert host_faults(hosts)


def production(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIAYI_", "DJANGO_"))}
    environment = kept | {"DJANGO_SETTINGS_MODULE": "jiayi.config.settings.production"} | settings
    command = [sys.executable, "-m", "jiayi.config.command", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)


def test_the_command_says_what_is_missing_and_ends_with_2() -> None:
    answer = production("check")
    assert answer.returncode == 2
    for name in ("JIAYI_SECRET_KEY", "JIAYI_FIELD_KEYS", "JIAYI_ALLOWED_HOSTS"):
        assert name in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_deployment_check_of_django_finds_nothing() -> None:
    settings = {"JIAYI_SECRET_KEY": GOOD_SECRET, "JIAYI_FIELD_KEYS": GOOD_KEYS, "JIAYI_ALLOWED_HOSTS": "jiayi.example"}
    answer = production("check", "--deploy", "--fail-level", "WARNING", **settings)
    assert answer.returncode == 0, answer.stderr
    assert "no issues (0 silenced)" in answer.stdout


def test_forms_are_taken_from_subdomains_where_the_hosts_name_them() -> None:
    settings = {"JIAYI_SECRET_KEY": GOOD_SECRET, "JIAYI_FIELD_KEYS": GOOD_KEYS, "JIAYI_ALLOWED_HOSTS": ".jiayi.example"}
    answer = production("diffsettings", **settings)
    assert "CSRF_TRUSTED_ORIGINS = ['https://*.jiayi.example', 'https://jiayi.example']" in answer.stdout
