"""Pure notions every room shares: dates, identity numbers, names, phones, money, choices. No Django, no I/O."""
