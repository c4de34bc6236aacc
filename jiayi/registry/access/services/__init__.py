"""Accounts, posts, authenticators and tokens: every change, with its audit."""

from .accounts import change_password, create_user, disable_user, enable_user, reset_password, set_language
from .authenticators import begin_enrolment, confirm_enrolment, remove_authenticator, verify_code
from .granting import end_post, grant_post
from .moving import follow_merged_institutions, undo_merged_institutions
from .tokens import LIFETIME, digest_of, issue_token, revoke_token

__all__ = [
    "LIFETIME",
    "begin_enrolment",
    "change_password",
    "confirm_enrolment",
    "create_user",
    "digest_of",
    "disable_user",
    "enable_user",
    "end_post",
    "follow_merged_institutions",
    "grant_post",
    "issue_token",
    "remove_authenticator",
    "reset_password",
    "revoke_token",
    "set_language",
    "undo_merged_institutions",
    "verify_code",
]
