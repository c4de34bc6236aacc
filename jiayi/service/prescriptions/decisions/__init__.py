"""The decisions of long-term prescriptions (prescriptions.*); importing this registers them."""

from jiayi.service.prescriptions.decisions import benefit, check, refill, supply, triggers

__all__ = ["benefit", "check", "refill", "supply", "triggers"]
