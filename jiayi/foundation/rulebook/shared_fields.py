"""Fields that several forms ask for stand once, in fields.yaml; a form takes one by `like` and changes what differs."""

from typing import Any

from jiayi.foundation.rulebook.errors import BAD_FILE, RulebookError

Raw = dict[str, Any]  # as read from YAML, not yet validated


def with_shared(form: Raw, shared: Raw) -> Raw:
    """The form as read, each `like` replaced by the shared field; `null` in the form takes a shared key away."""
    sections = [one | {"fields": _resolved(one.get("fields", {}), shared)} for one in form.get("sections", [])]
    return form | {"sections": sections}


def _resolved(fields: Raw, shared: Raw) -> Raw:
    return {code: _field(entry, shared) for code, entry in fields.items()}


def _field(entry: Raw, shared: Raw) -> Raw:
    merged = dict(entry)
    if (name := merged.pop("like", None)) is not None:
        if name not in shared:
            raise RulebookError(BAD_FILE, f"no shared field {name}", path="fields.yaml")
        merged = {key: value for key, value in (shared[name] | merged).items() if value is not None}
    if "columns" in merged:
        merged["columns"] = _resolved(merged["columns"], shared)
    return merged
