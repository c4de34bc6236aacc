"""The decisions of long-term prescriptions (prescriptions.*); importing this registers them."""

from jiayi.service.prescriptions.decisions import check, refill, supply, triggers

__all__ = ["check", "refill", "supply", "triggers"]
