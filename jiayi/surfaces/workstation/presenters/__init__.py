"""Words, rows and charts of the workstation's pages."""
