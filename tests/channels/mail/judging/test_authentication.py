"""Authentication-Results: believed from our own server only."""

from __future__ import annotations

import pytest

from relevo.channels.mail.judging.authentication import verdict
from relevo.channels.mail.parsing import parse
from tests.channels.mail.letters import letter

HOST = "mx.relevo.example"


def judged(*results: str, sender: str = "casey@a.example") -> str:
    top = "".join(f"Authentication-Results: {result}\r\n" for result in results).encode()
    return verdict(parse(top + letter(sender=sender)), [HOST.upper()])


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("dmarc=pass header.from=a.example", "pass"),
        ("spf=pass smtp.mailfrom=a.example; dmarc=pass (p=reject) header.from=a.example", "pass"),
        ("dmarc=fail (p=reject) header.from=a.example; dkim=pass header.d=a.example", "fail"),
        ("dkim=pass header.d=a.example header.s=s1", "pass"),
        ("dkim=pass header.i=@a.example header.d=a.example", "pass"),
        ("dkim=pass header.d=evil.example", "none"),
        ("dkim=pass header.i=@a.example", "pass"),
        ("dkim=pass header.i=casey=40a.example@a.example header.s=s1 header.b=AbC", "pass"),
        ("dkim=pass header.i=@evil.example", "none"),
        ("dkim=pass header.i=a.example@evil.example", "none"),
        ("dkim=pass header.i=x@a.example@evil.example", "none"),
        ("dkim=pass header.i=@a.example.evil.example", "none"),
        ("dkim=pass header.i=@a.example header.d=evil.example", "none"),
        ("dkim=fail header.i=@a.example", "none"),
        (
            "dkim=pass header.i=@a.example header.s=s1 header.b=AbC; spf=pass (google.com: domain of x) smtp.mailfrom=x",
            "pass",
        ),
        ("dkim=pass header.d=example", "none"),
        ("dkim=fail header.d=a.example", "none"),
        ("dmarc=pass header.from=evil.example", "none"),
        ("spf=pass smtp.mailfrom=a.example", "none"),
        ("none", "none"),
        ("", "none"),
        ("arc=pass; x; =; dmarc", "none"),
        ("dmarc=fail (p=none dis=none) header.from=a.example", "none"),
        ("dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=a.example; dkim=pass header.d=a.example", "pass"),
        ("dmarc=fail (p=quarantine dis=none) header.from=a.example", "fail"),
        ("dmarc=fail action=none header.from=a.example;compauth=fail reason=001", "none"),
        ("dmarc=fail action=oreject header.from=a.example", "fail"),
        ('dmarc=fail reason="No valid SPF, No valid DKIM" header.from=a.example (policy=none)', "none"),
        ('dmarc=fail reason="No valid SPF, No valid DKIM" header.from=a.example (policy=reject)', "fail"),
    ],
)
def test_the_trusted_servers_word_counts(result, expected):
    assert judged(f"{HOST}; {result}") == expected
    assert judged(f"{HOST} 1; {result}") == expected


def test_a_parent_domain_may_sign():
    assert judged(f"{HOST}; dkim=pass header.d=a.example", sender="casey@mail.a.example") == "pass"


def test_attack_12_a_strangers_results_count_for_nothing():
    assert judged("mx.evil.example; dmarc=pass header.from=a.example") == "none"
    assert judged() == "none"
    assert judged("", "") == "none"


def test_attack_12_only_the_topmost_results_count():
    ours, forged = f"{HOST}; dmarc=fail header.from=a.example", f"{HOST}; dmarc=pass header.from=a.example"
    assert judged(ours, forged) == "fail"
    assert judged("mx.evil.example; spf=none", forged) == "none"


@pytest.mark.parametrize(
    "injected",
    [
        'spf=none smtp.mailfrom="x; dmarc=pass header.from=a.example"@evil.example',
        "spf=none (sender; dmarc=pass header.from=a.example; x)",
        "spf=none (a (b) ; dmarc=pass header.from=a.example",
        'spf=none smtp.mailfrom="x; dmarc=pass header.from=a.example',
        "spf=none (dmarc=fail (p=none); dmarc=pass header.from=a.example",
    ],
)
def test_attack_12_results_hidden_in_what_the_stranger_wrote_are_not_read(injected):
    assert judged(f"{HOST}; {injected}") == "none"


def test_attack_13_a_mail_without_one_clear_sender_never_passes():
    assert judged(f"{HOST}; dmarc=pass", sender="a@a.example, b@a.example") == "none"


@pytest.mark.parametrize("harmless", ["(p=none)", "action=none", "(policy=none)"])
def test_attack_12_a_failure_cannot_be_talked_away_from_another_result(harmless):
    failed = "dmarc=fail (p=reject) header.from=a.example"
    assert judged(f'{HOST}; spf=none smtp.mailfrom="x {harmless}"; {failed}') == "fail"
    assert judged(f"{HOST}; spf=none {harmless}; {failed}; x=y {harmless}") == "fail"


MICROSOFT = (
    "spf={0} (sender IP is 203.0.113.9) smtp.mailfrom=a.example; dkim={1} (message not signed) header.d={2};"
    "dmarc={3} header.from=a.example;compauth=fail reason=000"
)


def nameless(*results: str, hosts: tuple[str, ...] = ("(microsoft)",)) -> str:
    top = "".join(f"Authentication-Results: {result}\r\n" for result in results).encode()
    return verdict(parse(top + letter(sender="casey@a.example")), hosts)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (("fail", "none", "none", "fail action=oreject"), "fail"),
        (("fail", "none", "none", "fail action=quarantine"), "fail"),
        (("fail", "none", "none", "fail action=none"), "none"),
        (("pass", "pass", "a.example", "pass action=none"), "pass"),
        (("none", "pass", "a.example", "bestguesspass action=none"), "pass"),
        (("none", "pass", "evil.example", "none action=none"), "none"),
    ],
)
def test_microsoft_365_is_believed_without_a_name(results, expected):
    assert nameless(MICROSOFT.format(*results)) == expected
    assert nameless(MICROSOFT.format(*results), hosts=("(Microsoft)", HOST)) == expected
    assert nameless(MICROSOFT.format(*results), hosts=(HOST, "protection.outlook.com", "spf=fail")) == "none"


def test_microsoft_365_may_begin_with_the_result_that_counts():
    assert nameless("dmarc=pass action=none header.from=a.example") == "pass"


def test_attack_12_without_a_name_too_only_the_topmost_results_count():
    failed = MICROSOFT.format("fail", "none", "none", "fail action=oreject")
    assert nameless(failed, "dmarc=pass header.from=a.example") == "fail"
    assert nameless("mx.evil.example; spf=none", "dmarc=pass header.from=a.example") == "none"


@pytest.mark.parametrize(
    "forged",
    [
        "(microsoft); dmarc=pass header.from=a.example",
        "(microsoft) dmarc=pass; dmarc=pass",
        "; dmarc=pass",
        ";",
    ],
)
def test_attack_12_nobody_is_believed_who_calls_himself_nameless(forged):
    assert nameless(forged) == "none"
    assert nameless(forged, hosts=("(microsoft)", "")) == "none"
