"""What the audit does: record, seal, verify."""

from .recording import record, record_read

__all__ = ["record", "record_read"]
