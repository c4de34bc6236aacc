"""The decisions of care (care.*); importing this registers them."""

from jiayi.service.care.decisions import diabetes, hypertension, programme

__all__ = ["diabetes", "hypertension", "programme"]
