"""A query lookup of this room: names that hold all of some characters, answered by the index over characters."""

from typing import Any

from django.db.models import CharField, Lookup


@CharField.register_lookup
class HoldsCharacters(Lookup):
    """`name_key__holds_characters=["小", "明"]`: true of 张小明 and 明小."""

    lookup_name = "holds_characters"

    def get_prep_lookup(self) -> list[str]:
        return list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"string_to_array({column}, NULL) @> %s::text[]", [*parameters, list(self.rhs)]
