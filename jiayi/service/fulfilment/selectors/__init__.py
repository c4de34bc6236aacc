"""Reads of the fulfilment room; the viewer comes first."""
