"""The decisions of agreements; importing the package registers them."""

from jiayi.service.agreements.decisions import effective, life, signing, term

__all__ = ["effective", "life", "signing", "term"]
