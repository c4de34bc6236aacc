"""What every room shares: dates, identity numbers, names, phones, money, choices. Pure: no Django, no files."""
