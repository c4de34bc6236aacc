"""Simulations of adoptions in words, tables and workbooks."""

from .page import Comparison, SimulationPage, comparison, measures_of, simulation_page, tables_of
from .tables import Cell, Heading, Measure, Table

__all__ = [
    "Cell",
    "Comparison",
    "Heading",
    "Measure",
    "SimulationPage",
    "Table",
    "comparison",
    "measures_of",
    "simulation_page",
    "tables_of",
]
