"""The decisions of long-term prescriptions (prescriptions.*); importing this registers them."""

from jiayi.service.prescriptions.decisions import refill, supply

__all__ = ["refill", "supply"]
