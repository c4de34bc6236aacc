"""Words of the access room."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why an act on accounts and posts is refused."""

    OWN_ACCOUNT = "E_OWN_ACCOUNT"
    ADMINISTRATORS_SEPARATED = "E_ADMINISTRATORS_SEPARATED"
    POST_UNKNOWN = "E_POST_UNKNOWN"
    POST_HELD = "E_POST_HELD"
    POST_NEEDS_ONE_PLACE = "E_POST_NEEDS_ONE_PLACE"
    POST_ENDS_BEFORE_START = "E_POST_ENDS_BEFORE_START"
    USERNAME_TAKEN = "E_USERNAME_TAKEN"
    USERNAME_INVALID = "E_USERNAME_INVALID"
    PASSWORD_WRONG = "E_PASSWORD_WRONG"
    PASSWORD_WEAK = "E_PASSWORD_WEAK"
    CODE_WRONG = "E_CODE_WRONG"


# The three administrators of 等保: who keeps accounts, who grants posts, who reads the audit. One person holds one.
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
