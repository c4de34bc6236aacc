"""What the audit does: record, seal, verify."""

from .recording import record, record_read, record_reads
from .sealing import ChainCut, seal
from .verifying import Break, Verdict, verify

__all__ = ["Break", "ChainCut", "Verdict", "record", "record_read", "record_reads", "seal", "verify"]
