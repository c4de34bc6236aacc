"""What a production server must not start with. Pure, so that each refusal can be tested."""

import base64
import binascii
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 12  # different ones: "aaaa…" is long but no secret
KEY_BYTES = 32
# Words that stand in examples and in the settings of tests and demonstrations.
GIVEAWAYS = ("django-insecure", "only-for-tests", "change", "secret-key", "example", "0123456789")


def refuse_unsafe(*, secret_key: str, field_keys: str, hosts: Sequence[str], debug: bool) -> None:
    """Raise ImproperlyConfigured with everything that is unsafe."""
    faults = [*secret_faults(secret_key), *key_faults(field_keys), *host_faults(hosts)]
    if debug:
        faults.append("DEBUG is on: error pages would show data.")
    if faults:
        raise ImproperlyConfigured("Production refuses to start:\n- " + "\n- ".join(faults))


def secret_faults(secret_key: str) -> list[str]:
    if not secret_key:
        return ["JIAYI_SECRET_KEY is not set."]
    is_short = len(secret_key) < SHORTEST_SECRET or len(set(secret_key)) < FEWEST_CHARACTERS
    if is_short or any(word in secret_key.lower() for word in GIVEAWAYS):
        return [f"JIAYI_SECRET_KEY must be {SHORTEST_SECRET} or more random characters, not an example's."]
    return []


def key_faults(field_keys: str) -> list[str]:
    """The keys of personal fields must come from outside: kept beside the data they would protect nothing."""
    if not field_keys:
        return ["JIAYI_FIELD_KEYS is not set (id:base64,index:base64; 32 random bytes each)."]
    pairs = [part.strip().partition(":") for part in field_keys.split(",") if part.strip()]
    names = [name for name, _, _ in pairs]
    if "index" not in names or len(names) < 2 or any(not is_key(value) for _, _, value in pairs):
        return ["JIAYI_FIELD_KEYS must be id:base64 pairs of 32 bytes each, one of them named index."]
    values = [value for _, _, value in pairs]
    return ["JIAYI_FIELD_KEYS: two keys are the same."] if len(set(values)) < len(values) else []


def is_key(text: str) -> bool:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        return False
    return len(key) == KEY_BYTES and len(set(key)) > FEWEST_CHARACTERS


def host_faults(hosts: Sequence[str]) -> list[str]:
    if not hosts:
        return ["JIAYI_ALLOWED_HOSTS is not set (the names under which people reach the server)."]
    if any("*" in host or host == "." for host in hosts):
        return ["JIAYI_ALLOWED_HOSTS must name the hosts; * would answer to any."]
    return []
