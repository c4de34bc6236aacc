"""Words of the portal."""

from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice

COOKIE = "jiayi_resident"
SIZE_COOKIE = "jiayi_type"


class Relation(Choice):
    """As whom somebody acts."""

    SELF = "self", "本人", "Oneself"
    GUARDIAN = "guardian", "监护人", "Guardian"
    AUTHORISED = "authorised", "受托家人", "Authorised family"


@dataclass(frozen=True)
class Represented:
    """Somebody whose pages may be opened."""

    id: UUID
    name: str
    relation: str
