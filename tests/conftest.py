"""What every test can ask for: the tests' own PostgreSQL and, where there is one, a real browser."""

pytest_plugins = ("tests.plugins.database", "tests.plugins.audit", "tests.plugins.browser")
