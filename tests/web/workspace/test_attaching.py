"""Files beside a reply: chosen, dropped, pasted, taken away, and sent with the mail."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from relevo.channels.mail.models import OutgoingMail
from relevo.core.scope import acting
from relevo.tickets.models import Attachment, DraftFile, Ticket
from tests.browser import sign_in
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import let_in, letter
from tests.stories import customer_writes
from tests.web.workspace.screen import Screen, path, words

ANSWER = "Estimado Jorge: pulse el botón durante diez segundos, por favor. Un saludo cordial, Mateo"


def upload(name: str = "guía.pdf", content: bytes = b"%PDF-1.7") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def sends(screen: Screen, ticket: Ticket, *files: SimpleUploadedFile) -> str:
    """What the list beside her words says after she chose files."""
    answer = screen.client.post(f"{path(ticket)}attach/", {"upload": files}, headers={"HX-Request": "true"})
    return words(answer.content.decode())


def test_a_file_goes_out_with_the_mail_of_the_reply_it_lay_beside(cast: Cast, mateo: Screen) -> None:
    let_in(letter())
    with acting(EVERYWHERE):
        ticket = Ticket.objects.select_related("desk").get()
    assert "guía.pdf 8 bytes" in sends(mateo, ticket, upload())
    html = mateo.html(path(ticket, "write"), fragment=True)
    assert "guía.pdf" in words(html)
    with acting(EVERYWHERE):
        number = DraftFile.objects.get().pk
    assert mateo.answer(ticket, ANSWER, file=str(number)).status_code == 200
    with acting(EVERYWHERE):
        [file] = Attachment.objects.all()
        mail = message_from_bytes(bytes(OutgoingMail.objects.get().raw), policy=policy.default)
    assert (file.name, bytes(file.content)) == ("guía.pdf", b"%PDF-1.7")
    [sent] = list(mail.iter_attachments())
    assert (sent.get_filename(), sent.get_content()) == ("guía.pdf", b"%PDF-1.7")
    assert "guía.pdf" in mateo.at(ticket, "thread")


def test_a_file_is_taken_away_again(cast: Cast, mateo: Screen) -> None:
    ticket = customer_writes(cast)
    sends(mateo, ticket, upload(), upload("foto.png"))
    with acting(EVERYWHERE):
        guide, _photo = DraftFile.objects.values_list("pk", flat=True)
    left = words(mateo.act(ticket, f"detach/{guide}").content.decode())
    assert "foto.png" in left
    assert "guía.pdf" not in left
    assert mateo.act(ticket, f"detach/{guide}").status_code == 404


def test_a_name_from_outside_is_made_safe(cast: Cast, mateo: Screen) -> None:
    assert "evil.exe" in sends(
        mateo, customer_writes(cast), upload("..\\..\\evil\u202eexe.exe".replace("\u202eexe", ""))
    )


def test_what_is_too_large_is_refused_in_words_and_nothing_stays(cast: Cast, mateo: Screen) -> None:
    ticket = customer_writes(cast)
    assert "a reply takes 15 MB" in sends(mateo, ticket, upload(content=b"x" * 15_000_001))
    assert "“leer.txt” is empty." in sends(mateo, ticket, upload(), upload("leer.txt", b""))
    with acting(EVERYWHERE):
        assert not DraftFile.objects.exists()


@pytest.mark.parametrize("number", ["999", "x", "-1"])
def test_a_file_that_is_not_there_keeps_the_reply_here(cast: Cast, mateo: Screen, number: str) -> None:
    ticket = customer_writes(cast)
    answer = mateo.answer(ticket, ANSWER, file=number)
    assert answer.status_code in {409, 422}
    with acting(EVERYWHERE):
        assert ticket.messages.count() == 1


DROP = """([name, type]) => {
    const transfer = new DataTransfer(), words = document.querySelector("[data-composer]");
    transfer.items.add(new File(["AD2-4471893"], name, { type: "text/plain" }));
    const given = type === "paste" ? { clipboardData: transfer } : { dataTransfer: transfer };
    const Kind = type === "paste" ? ClipboardEvent : DragEvent;
    for (const each of type === "paste" ? ["paste"] : ["dragover", "drop"])
        words.dispatchEvent(new Kind(each, { bubbles: true, cancelable: true, ...given }));
}"""


@pytest.mark.browser
def test_files_are_chosen_dropped_and_pasted_while_the_words_stay(page: Page) -> None:
    ticket = customer_writes(Cast())
    sign_in(page, "Mateo")
    page.goto(path(ticket))
    text = page.get_by_role("textbox", name="Answer")
    text.fill("Estimado Jorge: ")
    files = page.locator("#files")
    page.locator("[data-upload]").set_input_files(
        {"name": "guía.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    expect(files).to_contain_text("guía.pdf")
    page.evaluate(DROP, ["foto.txt", "drop"])
    expect(files).to_contain_text("foto.txt")
    page.evaluate(DROP, ["serie.txt", "paste"])
    expect(files).to_contain_text("serie.txt")
    expect(files.get_by_role("listitem")).to_have_count(3)
    page.get_by_role("button", name="Take foto.txt away").press("Enter")
    expect(files.get_by_role("listitem")).to_have_count(2)
    expect(text).to_have_value("Estimado Jorge: ")
    page.reload()
    expect(files).to_contain_text("guía.pdf")
    expect(files.get_by_role("listitem")).to_have_count(2)
