"""The decisions of agreements; importing the package registers them."""

from jiayi.service.agreements.decisions import effective, kinds, life, packages, signers, signing, term, workload

__all__ = ["effective", "kinds", "life", "packages", "signers", "signing", "term", "workload"]
