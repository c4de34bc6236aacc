"""What residents fill in."""

from .signing_in import CodeForm, PhoneForm

__all__ = ["CodeForm", "PhoneForm"]
