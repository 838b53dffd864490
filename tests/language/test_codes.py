"""One spelling for languages."""

from __future__ import annotations

import pytest

from relevo.language.codes import base_language


@pytest.mark.parametrize(
    ("tag", "base"),
    [("es", "es"), ("es-MX", "es"), ("ES_mx", "es"), (" lv ", "lv"), ("", ""), ("zh-Hans-TW", "zh")],
)
def test_a_language_tag_is_cut_to_its_base(tag, base):
    assert base_language(tag) == base
