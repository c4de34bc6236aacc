"""Visits that the insurer's files tell of, and what was paid of deductibles within an episode."""

from .payment import DeductiblePayment
from .visit import InsuredVisit, VisitBatch

__all__ = ["DeductiblePayment", "InsuredVisit", "VisitBatch"]
