"""Files in a mail: what they are called, what they are, what may be shown."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from relevo.channels.mail.parsing import parse
from tests.channels.mail.letters import file, letter, multipart, nested, plain, png, rich


def only(part: bytes):
    mail = parse(multipart("mixed", plain("see file"), part))
    assert len(mail.attachments) == 1
    return mail, mail.attachments[0]


def test_a_file_is_described_and_its_bytes_are_apart():
    mail, found = only(file(b"%PDF-1.7", "invoice.pdf", "application/pdf"))
    assert (found.name, found.size, found.content_type, found.inline) == (
        "invoice.pdf",
        8,
        "application/pdf",
        False,
    )
    assert mail.content(found) == b"%PDF-1.7"
    assert "PDF" not in repr(mail)


@pytest.mark.parametrize(
    ("media", "name"),
    [
        ("application/pdf", "attachment.pdf"),
        ("message/rfc822", "attachment.eml"),
        ("text/vcard", "contact.vcf"),
        ("application/pkcs7-signature", "smime.p7s"),
        ("application/x-odd", "attachment"),
    ],
)
def test_a_file_without_a_name_gets_one(media, name):
    assert only(file(b"\r\n\r\nx", "", media))[1].name == name


@pytest.mark.parametrize(
    ("description", "name"),
    [("invoice 7.pdf", "invoice 7.pdf"), ("the invoice", "attachment.pdf"), ("a/b.pdf", "attachment.pdf")],
)
def test_a_description_that_looks_like_a_name_is_one(description, name):
    assert only(file(b"x", "", "application/pdf", f"Content-Description: {description}\r\n"))[1].name == name


def test_a_name_in_the_content_type_counts_too():
    part = b'Content-Type: text/plain; name="log.txt"\r\n\r\nE-0042'
    mail, found = only(part)
    assert (found.name, mail.text) == ("log.txt", "see file")


def test_a_text_called_attachment_is_a_file():
    assert (
        only(b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nlog")[1].name
        == "attachment.txt"
    )


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg onload=alert(1)>", b"\x89PNG\r\n", b""]
)
@pytest.mark.parametrize("media", ["image/png", "image/svg+xml", "image/x-icon"])
def test_attack_31_an_image_that_is_none_is_never_a_picture(content, media):
    mail, found = only(file(content, "x.png", media))
    assert (found.content_type, found.picture) == (media, "")
    assert ("not_an_image" in mail.notices) == (media == "image/png")


def test_attack_31_a_real_image_under_another_type_is_no_picture():
    assert only(file(png(), "x.html", "text/html"))[1].picture == ""
    assert only(file(png(), "x.jpg", "image/jpeg"))[1].picture == "image/png"


def test_attack_32_a_picture_by_cid_that_is_html_is_not_rendered():
    page = file(
        b"<script>alert(1)</script>", "", "text/html", "Content-ID: <page>\r\nContent-Disposition: inline\r\n"
    )
    logo = file(png(), "logo.png", "image/png", "Content-ID: <logo@x>\r\n")
    fake = file(b"<svg/>", "f.png", "image/png", "Content-ID: <fake>\r\n")
    html = rich('<img src="cid:logo@x"><img src="cid:fake"><img src="cid:page">')
    mail = parse(multipart("related", html, logo, fake, page))
    assert mail.html == '<img src="cid:logo@x"><img><img>'
    assert {found.content_id: found.picture for found in mail.attachments} == {
        "logo@x": "image/png",
        "fake": "",
        "page": "",
    }


@pytest.mark.parametrize(
    ("disposition", "content_id", "inline"),
    [
        ("inline", "logo@x", True),
        ("inline", "", True),
        ("", "logo@x", True),
        ("attachment", "logo@x", True),
        ("attachment", "other@x", False),
        ("attachment", "", False),
        ("", "", False),
    ],
)
def test_a_file_is_inline_if_the_html_shows_it_or_the_sender_says_so(disposition, content_id, inline):
    more = f"Content-Disposition: {disposition}\r\n" if disposition else ""
    more += f"Content-ID: <{content_id}>\r\n" if content_id else ""
    mail = parse(multipart("related", rich('<img src="cid:logo%40x">'), file(png(), "", "image/png", more)))
    assert mail.attachments[0].inline is inline


def test_attack_41_a_picture_bomb_is_kept_but_not_shown():
    mail, found = only(file(png(50_000, 50_000), "big.png", "image/png"))
    assert found.picture == ""
    assert mail.content(found) == png(50_000, 50_000)


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros", b"\0" * 5_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "media", "notice"),
    [
        (bomb(), "application/zip", None),
        (gzip.compress(b"\0" * 5_000_000), "application/gzip", None),
        (b"\x78\x9f\x3e\x22\x01", "application/ms-tnef", "tnef_not_unpacked"),
    ],
)
def test_attack_41_packed_files_are_kept_as_they_are(content, media, notice):
    mail, found = only(file(content, "x", media))
    assert mail.content(found) == content
    assert mail.notices == ((notice,) if notice else ())


def test_attack_41_mails_in_mails_are_one_file():
    inner = letter("innermost")
    for _ in range(50):
        inner = b"Content-Type: message/rfc822\r\n\r\n" + inner
    mail, found = only(inner)
    assert found.content_type == "message/rfc822"
    assert mail.content(found).endswith(b"innermost")


def test_attack_37_and_38_names_from_the_wire_are_made_safe():
    assert only(file(b"x", "../../etc/cron.d/x"))[1].name == "x"
    assert only(file(b"x", "invoice\u202efdp.exe"))[1].name == "invoicefdp.exe"
    assert only(file(b"x", ".htaccess\u200b"))[1].name == "htaccess"
    assert len(only(file(b"x", "a" * 20_000 + ".pdf"))[1].name.encode()) <= 255


def test_a_calendar_invitation_is_a_file_and_an_amp_copy_is_nothing():
    invitation = b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"
    amp = b"Content-Type: text/x-amp-html\r\n\r\n<html amp4email>"
    mail = parse(
        multipart("mixed", nested("alternative", plain("Hi"), amp, rich("<p>Hi"), invitation, boundary="in"))
    )
    assert [found.name for found in mail.attachments] == ["invite.ics"]
    assert (mail.text, mail.html) == ("Hi", "<p>Hi</p>")


def test_a_bad_content_id_is_none():
    assert only(file(png(), "x.png", "image/png", "Content-ID: <a b>\r\n"))[1].content_id == ""
