"""Packages of institutions: composed, approved, published, withdrawn. Every act locks the package, then one version."""

from .composing import change_version, compose_package, compose_version, discard_version
from .publishing import call_off_publication, publish_version, withdraw_package
from .reviewing import approve_version, return_version, submit_version, take_back_version

__all__ = [
    "approve_version",
    "call_off_publication",
    "change_version",
    "compose_package",
    "compose_version",
    "discard_version",
    "publish_version",
    "return_version",
    "submit_version",
    "take_back_version",
    "withdraw_package",
]
