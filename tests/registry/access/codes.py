"""What an authenticator app would show."""

import datetime as dt

from django_otp.oath import TOTP

from jiayi.foundation.base.encryption import encrypt
from jiayi.registry.access.models import Authenticator, User

SECRET = b"12345678901234567890"


def enrol(user: User) -> Authenticator:
    """A confirmed authenticator of the user."""
    authenticator = Authenticator(user=user, name="totp")
    authenticator.sealed_secret = encrypt(SECRET.hex(), authenticator.place)
    authenticator.save(force_insert=True)
    return authenticator


def code_at(moment: dt.datetime, secret: bytes = SECRET) -> str:
    """The six digits at a moment."""
    totp = TOTP(secret)
    totp.time = moment.timestamp()
    return f"{totp.token():06d}"
