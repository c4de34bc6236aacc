"""The rules of agreements: pure functions of days, counts and values."""
