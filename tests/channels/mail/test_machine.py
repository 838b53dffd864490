"""Machines are recognised, people are not taken for machines."""

from __future__ import annotations

import pytest

from relevo.channels.mail.machine import judge, machine_kind
from relevo.channels.mail.parsing import parse
from tests.channels.mail.letters import letter, multipart, plain

OWN = ["support@auralis.example", "Help@Mareko.Example"]


def kind(mail_from: str | None = "jorge@molina.example", **fields: str) -> str:
    return machine_kind(parse(letter(**fields)), mail_from=mail_from, own_addresses=OWN)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Auto_Submitted": "no"},
        {"subject": "Re: Automatic doors and the Duo 2"},
        {"subject": "I was on holiday and the speaker died"},
        {"subject": "Atbilde: H12"},
        {"subject": "Urlaubsgruß"},
        {"subject": "Pregunta sobre el altavoz"},
        {"Precedence": "normal"},
        {"X_Auto_Response_Suppress": "None"},
        {"sender": "Alertson <norbert@molina.example>"},
        {"sender": "Nora Reply <nora.reply@molina.example>"},
    ],
)
def test_people_are_people(fields):
    assert kind(**fields) == ""


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        ("auto_reply", {"Auto_Submitted": "auto-replied"}),
        ("auto_reply", {"Auto_Submitted": "auto-replied (vacation)"}),
        ("auto_reply", {"X_Autoreply": "yes"}),
        ("auto_reply", {"X_Autorespond": "x"}),
        ("auto_reply", {"Precedence": "auto_reply"}),
        ("auto_reply", {"Precedence": "Auto-Reply"}),
        ("list", {"List_Id": "<speakers.lists.example>"}),
        ("list", {"Precedence": "bulk"}),
        ("list", {"Precedence": "list"}),
        ("list", {"Mailing_List": "x"}),
        ("generated", {"Auto_Submitted": "auto-generated"}),
        ("generated", {"Auto_Submitted": "auto-notified; owner-email=x"}),
        ("generated", {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}),
        ("generated", {"X_Auto_Response_Suppress": "All"}),
        ("generated", {"X_Loop": "x"}),
        ("generated", {"List_Unsubscribe": "<https://shop.example/u>"}),
        ("generated", {"sender": "Shop <no-reply@shop.example>"}),
        ("generated", {"sender": "donotreply@shop.example"}),
        ("generated", {"sender": "notifications@shop.example"}),
        ("bounce", {"sender": "MAILER-DAEMON@mx.molina.example"}),
        ("bounce", {"sender": "postmaster@mx.molina.example"}),
        ("bounce", {"X_Failed_Recipients": "a@b.example"}),
        ("bounce", {"mail_from": "", "subject": "Undelivered Mail Returned to Sender"}),
        ("generated", {"mail_from": "<>"}),
    ],
)
def test_machines_are_known_by_their_headers(expected, fields):
    assert kind(**fields) == expected


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office: Duo 2",
        "Out of the office until Monday",
        "Automatic reply: Duo 2",
        "Auto-Reply: Duo 2",
        "I am out of the office",
        "On holiday until 3 March",
        "Respuesta automática: Duo 2",
        "Respuesta automatica: Duo 2",
        "Fuera de la oficina",
        "Estoy fuera hasta el lunes",
        "Automātiskā atbilde: Therm 300",
        "Automātiska atbilde: Therm 300",
        "Esmu atvaļinājumā līdz 3. martam",
        "Prombūtne",
        "Abwesend: Therm 300",
        "Abwesenheitsnotiz",
        "Automatische Antwort: Therm 300",
        "Nicht im Büro",
        "AW: Außer Haus",
        "Réponse automatique : Duo 2",
        "Absence du bureau",
        "Absent: Duo 2",
        "Автоматический ответ: Therm",
        "Автоответ",
        "Я в отпуске до понедельника",
        "Re: Out of office",
    ],
)
def test_attack_22_absence_notes_without_any_header_are_known_in_six_languages(subject):
    assert kind(subject=subject) == "auto_reply"


@pytest.mark.parametrize(
    "sender",
    ["support@auralis.example", "Support+tag@AURALIS.example", "=?utf-8?q?A?= <help@mareko.example>"],
)
def test_attack_23_our_own_addresses_make_a_loop(sender):
    assert kind(sender=sender) == "loop"
    assert kind(sender=f"a@b.example, {sender}") == "loop"
    assert kind(mail_from=sender.rpartition("<")[2].strip(">")) == "loop"


def test_a_delivery_report_is_a_bounce_with_all_its_reasons():
    report = (
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n"
    )
    raw = multipart(
        "report; report-type=delivery-status", plain("sorry"), report, sender="mailer-daemon@mx.example"
    )
    found = judge(parse(raw), mail_from="", own_addresses=OWN)
    assert found.kind == "bounce"
    assert found.reasons == ("delivery_report", "mailer_daemon", "null_return_path", "sender_is_no_person")


def test_a_read_receipt_is_a_receipt():
    raw = multipart("report; report-type=disposition-notification", plain("read"), subject="Read: Duo 2")
    assert judge(parse(raw)).reasons == ("read_receipt",)
    assert machine_kind(parse(raw), mail_from="") == "receipt"


def test_without_an_envelope_the_return_path_header_counts():
    assert machine_kind(parse(letter(Return_Path="<>"))) == "generated"
    assert machine_kind(parse(letter(Return_Path="<jorge@molina.example>"))) == ""


def test_a_mail_without_anything_is_a_persons():
    assert machine_kind(parse(b"")) == ""
