"""The decisions of agreements; importing the package registers them."""

from jiayi.service.agreements.decisions import effective, life, packages, signers, signing, term, workload

__all__ = ["effective", "life", "packages", "signers", "signing", "term", "workload"]
