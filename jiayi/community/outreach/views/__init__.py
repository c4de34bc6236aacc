"""Pages of activities, meetings and months."""
