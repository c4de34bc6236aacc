"""Reading the API's JSON bodies: what no column could hold is refused here as a wrong shape."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from jiayi.foundation.base.errors import BadShape


class StrictParser(Parser):
    """JSON without NUL characters, lone surrogates, NaN and bottomless nesting."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body, parse_constant=_refuse)
            json.dumps(body, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise BadShape("E_SHAPE") from error
        if b"\\u0000" in request.body:
            raise BadShape("E_SHAPE")
        return body


def _refuse(constant: str) -> None:
    raise ValueError(constant)
