"""Assurance in words."""
