"""Machines are recognised, people are not taken for machines."""

from __future__ import annotations

import pytest

from relevo.channels.mail.judging.machine import RULES, TREATMENTS, judge, machine_kind
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
        {"body": "I never get the verification code 482913, says your app.", "subject": "Verification code"},
        {"subject": "Please confirm my order"},
        {
            "List_Id": "<support.auralis.example>",
            "List_Post": "<mailto:support@auralis.example>",
            "Precedence": "list",
        },
        {
            "Mailing_list": "list help@mareko.example; contact help+owners@mareko.example",
            "List_Unsubscribe": "<x>",
        },
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
        ("list", {"List_Id": "<support.evil.example>", "List_Post": "<mailto:other@auralis.example>"}),
        ("challenge", {"subject": "Your email requires verification verify#Kx81", "mail_from": "<>"}),
        ("", {"subject": "Please confirm your message about the warranty"}),
        ("challenge", {"X_BoxTrapper": "1"}),
        ("code", {"subject": "Your verification code", "body": "482913", "sender": "no-reply@shop.example"}),
        ("code", {"subject": "Your verification code", "body": "482913", "List_Unsubscribe": "<x>"}),
        ("code", {"subject": "Your verification code", "body": "482913", "Precedence": "bulk"}),
        ("code", {"subject": "Your verification code", "body": "482913", "mail_from": ""}),
        ("code", {"subject": "Your verification code", "body": "482913", "sender": "security@shop.example"}),
        (
            "generated",
            {
                "subject": "Verification code",
                "body": "Mine does not come.",
                "sender": "no-reply@shop.example",
            },
        ),
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
        "Re: Out of office",
        "AW: Außer Haus",
        "Automātiskā atbilde: Therm 300",
        "Automātiska atbilde: Therm 300",
        "Esmu atvaļinājumā līdz 3. martam",
        "Prombūtne",
        "Abwesend: Therm 300",
        "Abwesenheitsnotiz",
        "Automatische Antwort: Therm 300",
        "Nicht im Büro",
        "Réponse automatique : Duo 2",
        "Absence du bureau",
        "Absent: Duo 2",
        "Автоматический ответ: Therm",
        "Автоответ",
        "Я в отпуске до понедельника",
    ],
)
def test_attack_22_absence_notes_without_any_header_are_known(subject):
    assert kind("", subject=subject) == "auto_reply"
    if not subject.startswith(("Re:", "AW:")):
        assert kind(subject=subject, In_Reply_To="<m@auralis.example>") == "auto_reply"
        assert kind(subject=subject, References="<m@auralis.example>") == "auto_reply"
        assert kind(subject=subject) == "generated"


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office replies are not working",
        "Estoy fuera de garantía, ¿qué puedo hacer?",
        "Esmu atvaļinājumā, apkure neieslēdzas",
        "Abwesenheitsnotiz lässt sich nicht einrichten",
        "På semester till Spanien - fungerar roaming?",
    ],
)
def test_who_asks_about_automatic_replies_or_writes_when_away_is_a_person(subject):
    assert kind(subject=subject) == ""
    assert kind(subject=subject, In_Reply_To="<m@auralis.example>") == ""
    assert kind(subject=f"Re: {subject}", In_Reply_To="<m@auralis.example>") == ""


def test_an_answer_on_a_ticket_that_is_called_like_an_absence_note_is_a_persons():
    """Whoever asks about "Autoresponder" is answered as "Re: Autoresponder", and answers so."""
    for subject in ("Autoresponder", "Respuesta automática: ¿cómo se desactiva?", "Automātiska atbilde"):
        assert kind(subject=subject) == "generated"
        assert kind(subject=f"Re: {subject}", In_Reply_To="<m@auralis.example>") == ""
        assert kind("", subject=f"Re: {subject}", In_Reply_To="<m@auralis.example>") == "auto_reply"


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


def test_a_return_path_called_mailer_daemon_makes_a_report_unless_the_mail_is_an_automatic_answer():
    path = "mailer-daemon@relay.molina.example"
    assert kind(path) == "bounce"
    assert kind(path, Auto_Submitted="auto-replied (vacation)") == "auto_reply"
    assert kind(path, Auto_Submitted="auto-replied", sender="mailer-daemon@mx.example") == "bounce"


@pytest.mark.parametrize(
    "path",
    [
        "bounces+1234567-ab12-support=auralis.example@em77.molina.example",
        "bounce+abc.123-support=auralis.example@mg.molina.example",
        "bounces@relay.molina.example",
        "postmaster+bounces@mg.molina.example",
    ],
)
def test_people_write_through_relays_whose_return_paths_are_called_bounces(path):
    assert kind(path) == ""
    assert kind(path, sender="MAILER-DAEMON@mx.molina.example") == "bounce"
    assert kind("MAILER-DAEMON@mx.molina.example") == "bounce"
    assert kind("<Postmaster@mx.molina.example>") == "bounce"


def test_a_read_receipt_is_a_receipt():
    raw = multipart("report; report-type=disposition-notification", plain("read"), subject="Read: Duo 2")
    assert judge(parse(raw)).reasons == ("read_receipt",)
    assert machine_kind(parse(raw), mail_from="") == "receipt"


def test_without_an_envelope_the_return_path_header_counts():
    assert machine_kind(parse(letter(Return_Path="<>"))) == "generated"
    assert machine_kind(parse(letter(Return_Path="<jorge@molina.example>"))) == ""


def test_a_mail_without_anything_is_a_persons():
    assert machine_kind(parse(b"")) == ""


REPORT = multipart(
    "report; report-type=delivery-status", plain("sorry"),
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\n"
    b"Action: failed\r\n",
)  # fmt: skip
SIGNS = {
    "from_own_address": letter(sender="support@auralis.example"),
    "return_path_is_ours": letter(Return_Path="<help@mareko.example>"),
    "read_receipt": multipart("report; report-type=disposition-notification", plain("read")),
    "delivery_report": REPORT,
    "mailer_daemon": letter(sender="mailer-daemon@mx.example"),
    "failed_recipients": letter(X_Failed_Recipients="a@b.example"),
    "undelivered_subject": letter(Return_Path="<>", subject="Undeliverable: Duo 2"),
    "challenge": letter(subject="Please confirm your message", Auto_Submitted="auto-generated"),
    "one_time_code": letter("Your sign-in code: 482913", sender="no-reply@shop.example"),
    "auto_replied": letter(Auto_Submitted="auto-replied"),
    "auto_reply_header": letter(X_Autoreply="yes"),
    "precedence_auto_reply": letter(Precedence="auto-reply"),
    "absence_note": letter(subject="Prombūtne: H12", In_Reply_To="<m@mareko.example>"),
    "list_header": letter(List_Id="<speakers.lists.example>"),
    "precedence_bulk": letter(Precedence="bulk"),
    "auto_generated": letter(Auto_Submitted="auto-generated"),
    "auto_response_suppress": letter(X_Auto_Response_Suppress="All"),
    "absence_subject": letter(subject="Prombūtne: H12"),
    "x_loop": letter(X_Loop="x"),
    "bulk_sender": letter(Feedback_ID="a:b:c"),
    "null_return_path": letter(Return_Path="<>"),
    "sender_is_no_person": letter(sender="neatbildet@veikals.example"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_has_a_mail_that_it_catches_and_words_for_an_admin(rule):
    found = judge(parse(SIGNS[rule.code]), mail_from="help@mareko.example" if "ours" in rule.code else None,
                  own_addresses=OWN)  # fmt: skip
    assert rule.code in found.reasons
    assert rule.kind in {one.kind for one in RULES if one.code in found.reasons}
    assert str(rule.looks_at).endswith(".")
    assert str(rule.done) == str(TREATMENTS[rule.kind])


def test_no_rule_and_no_treatment_is_idle():
    assert list(SIGNS) == [rule.code for rule in RULES]
    assert set(TREATMENTS) == {rule.kind for rule in RULES}


def test_the_kinds_stand_in_the_order_in_which_they_win():
    kinds = list(dict.fromkeys(rule.kind for rule in RULES))
    assert kinds == list(TREATMENTS)
    assert (
        machine_kind(parse(letter(Auto_Submitted="auto-replied", List_Id="<x>", X_Loop="y"))) == "auto_reply"
    )
