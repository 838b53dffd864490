"""The browser, for the journey through the door."""

from tests.browser import browser, open_page, page, site  # noqa: F401
