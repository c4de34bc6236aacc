"""What residents may do with their own data: permissions of rulebook/permissions.yaml, given by no post here."""

# Every page of theirs reads with these, over one resident alone.
OWN = frozenset(
    {
        "resident_read",
        "agreement_read",
        "fulfilment_read",
        "record_read",
        "prescription_read",
        "referral_read",
        "task_read",
        "session_read",
    }
)
# Held for one act alone (viewer.acting).
SIGN = "agreement_sign"
BOOK = "session_book"
TESTIFY = "service_record"
SEND_READING = "record_write"
SESSIONS = frozenset({"session_read", BOOK})
