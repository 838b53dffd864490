import time
import pytest
from playwright.sync_api import Page
from tests.browser import sign_in, sign_out
from tests.cast import Cast

@pytest.mark.browser
def test_a(page: Page) -> None:
    t=time.time()
    sign_in(page, "Mateo")
    print(page.url, page.title(), time.time()-t)
    print(Cast().user("Mateo"))
    sign_out(page)
    print(page.url, page.title(), time.time()-t)

@pytest.mark.browser
def test_b(page: Page) -> None:
    page.goto("/")

def test_c(cast):
    import asyncio
    asyncio.run(asyncio.sleep(0))
    print(cast.user("Mateo"))
