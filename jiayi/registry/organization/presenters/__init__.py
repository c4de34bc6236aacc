"""How regions, institutions, staff, teams and areas read on pages and in files."""
