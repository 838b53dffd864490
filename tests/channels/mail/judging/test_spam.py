"""What the usual filters write, and that nobody else's word counts."""

from __future__ import annotations

import pytest

from relevo.channels.mail.judging import spam
from relevo.channels.mail.judging.spam import READERS
from relevo.channels.mail.parsing import parse
from tests.channels.mail.letters import letter


def verdict(*headers: str, believed: tuple[str, ...] = tuple(READERS)) -> str:
    top = "".join(f"{header}\r\n" for header in headers).encode()
    return spam.verdict(parse(top + letter()), believed)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("X-Spam: Yes", "junk"),
        ("X-Spam-Flag: YES", "junk"),
        ("X-Spam-Flag: NO", ""),
        ("X-Spam-Status: Yes, score=8.1 required=5.0 tests=BAYES_99", "junk"),
        ("X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00", ""),
        ("X-Spam-Score: 7.3", "junk"),
        ("X-Spam-Score: 4.9", ""),
        ("X-Spam-Score: -2", ""),
        ("X-Spam-Score: 7.3 (+++++++)", "junk"),
        ("X-Spam-Level: ******", "junk"),
        ("X-Spam-Level: **", ""),
        ("X-Spamd-Bar: ++++++", "junk"),
        ("X-Spamd-Bar: ----", ""),
        ("X-Rspamd-Action: reject", "junk"),
        ("X-Rspamd-Action: add header", "junk"),
        ("X-Rspamd-Action: greylist", "doubtful"),
        ("X-Rspamd-Action: soft reject", "doubtful"),
        ("X-Rspamd-Action: no action", ""),
        ("X-Spamd-Result: default: True [16.20 / 15.00]; BAYES_SPAM(5.10)[100.00%]", "junk"),
        ("X-Spamd-Result: default: False [1.20 / 15.00]; R_SPF_ALLOW(-0.20)", ""),
        ("X-MS-Exchange-Organization-SCL: 6", "junk"),
        ("X-MS-Exchange-Organization-SCL: 1", ""),
        ("X-MS-Exchange-Organization-SCL: -1", ""),
        ("X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:;LANG:es;SCL:5;SRV:;SFV:SPM;CAT:SPM;", "junk"),
        ("X-Forefront-Antispam-Report: CIP:192.0.2.1;LANG:es;SCL:9;SFV:NSPM;", "junk"),
        ("X-Forefront-Antispam-Report: CIP:192.0.2.1;LANG:es;SCL:1;SFV:NSPM;CAT:NONE", ""),
        ("X-Gm-Spam: 1", "junk"),
        ("X-Gm-Spam: 0", ""),
        ("X-Barracuda-Spam-Status: Yes, SCORE=5.40 using global scores", "junk"),
        ("X-Barracuda-Spam-Status: No, SCORE=0.00 using global scores", ""),
        ("X-Barracuda-Spam-Flag: YES", "junk"),
        ("X-Proofpoint-Spam-Details: rule=spam policy=default score=100 adultscore=0", "junk"),
        ("X-Proofpoint-Spam-Details: rule=inbound_phish policy=default score=90", "junk"),
        ("X-Proofpoint-Spam-Details: rule=suspect policy=default score=50", "doubtful"),
        ("X-Proofpoint-Spam-Details: rule=notspam policy=default score=0", ""),
        ("X-MailScanner-SpamCheck: spam, SpamAssassin (score=9.1, required 6)", "junk"),
        ("X-MailScanner-SpamCheck: not spam, SpamAssassin (score=1)", ""),
        ("X-Bogosity: Spam, tests=bogofilter, spamicity=0.99", "junk"),
        ("X-Bogosity: Unsure, tests=bogofilter, spamicity=0.5", "doubtful"),
        ("X-Bogosity: Ham, tests=bogofilter, spamicity=0.0", ""),
        ("X-DSPAM-Result: Spam", "junk"),
        ("X-DSPAM-Result: Innocent", ""),
        ("X-Yandex-Spam: 4", "junk"),
        ("X-Yandex-Spam: 1", ""),
        ("X-Spam-Score:", ""),
        ("X-Spam-Score: very high", ""),
        ("X-Forefront-Antispam-Report: ;;;:", ""),
    ],
)
def test_each_filters_words_are_read(header, expected):
    assert verdict(header) == expected


def test_only_the_headers_that_are_named_count():
    headers = ("X-Spam-Flag: YES", "X-Rspamd-Action: reject")
    assert verdict(*headers, believed=()) == ""
    assert verdict(*headers, believed=("X-Yandex-Spam",)) == ""
    assert verdict(*headers, believed=("x-spam-flag",)) == "junk"
    assert verdict(*headers, believed=("no-such-filter", "X-RSPAMD-ACTION")) == "junk"


def test_of_several_the_worst_counts_and_of_one_name_the_topmost():
    assert verdict("X-Rspamd-Action: greylist", "X-Spam-Flag: YES") == "junk"
    assert verdict("X-Rspamd-Action: greylist", "X-Spam-Flag: NO") == "doubtful"
    assert verdict("X-Spam-Flag: YES", "X-Spam-Flag: NO") == "junk"
    assert verdict("X-Spam-Flag: NO", "X-Spam-Flag: YES") == ""


def test_a_mail_that_nobody_judged_is_no_junk():
    assert verdict() == ""
