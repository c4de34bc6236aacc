"""The coded error of the rulebook: what was asked cannot be answered, and why."""


class RulebookError(Exception):
    """A refusal with a code (`E_NO_VALUE`, `E_FACT_UNKNOWN` …), words, and the place it is about."""

    def __init__(self, code: str, message: str, *, path: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.path = path


NO_VALUE = "E_NO_VALUE"
UNKNOWN_PARAMETER = "E_PARAMETER_UNKNOWN"
UNKNOWN_SCHEME = "E_SCHEME_UNKNOWN"
UNKNOWN_RULE = "E_RULE_UNKNOWN"
UNKNOWN_FACT = "E_FACT_UNKNOWN"
MISSING_FACT = "E_FACT_MISSING"
WRONG_TYPE = "E_FACT_TYPE"
NULL_FACT = "E_FACT_NULL"
WRONG_DATE = "E_FACT_DATE"
WRONG_CODE = "E_FACT_CODE"
WRONG_VALUE = "E_FACT_VALUE"
BAD_FILE = "E_RULEBOOK_FILE"
BAD_CASE = "E_CASE"
BAD_EXPRESSION = "E_EXPRESSION"
