import os,re
import pytest
from tests.browser import sign_in
from tests.cast import Cast, PASSWORD
from relevo.core.scope import acting
from relevo.organizations.models import Member
OUT="/tmp/shots/signin"
@pytest.mark.browser
def test_shots(open_page, site):
    pages=[(open_page(), "light"), (open_page(theme="dark"),"dark"), (open_page(width=390,height=844),"phone")]
    def shot(name, path=None):
        for p,k in pages:
            if path: p.goto(path)
            p.screenshot(path=f"{OUT}/{name}-{k}.png", full_page=True)
    for _ in range(2):
      for p,k in pages:
        p.goto("/account/password/reset/"); p.fill("input[name=email]","x@y.example"); p.click("main button[type=submit]")
    shot("429")
    for (p,k),name in zip(pages,["Mateo","Lucía","Carmen"]): sign_in(p,name)
    for p,k in pages:
        p.goto("/account/2fa/totp/activate/"); p.fill("input[name=password]",PASSWORD); p.click("main button[type=submit]")
    shot("activate")
    c=Cast()
    with acting(c.everywhere):
        Member.objects.all().update(ended_at="2026-11-01T00:00:00Z")
    shot("nofirm","/work/")
    shot("nofirm-2fa","/account/2fa/")
    p=pages[0][0]; p.click("[popovertarget=user-menu]"); p.screenshot(path=f"{OUT}/menu-light.png")
