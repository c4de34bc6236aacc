"""What every test can ask for: the tests' own PostgreSQL and, where there is one, a real browser."""

from hypothesis import settings

# Machines that run the tests are busy: what is slow is measured in bench/, not here.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

pytest_plugins = ("tests.plugins.database", "tests.plugins.emptying", "tests.plugins.language", "tests.plugins.browser")
