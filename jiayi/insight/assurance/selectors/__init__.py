"""Reads of assurance; the viewer comes first."""
