"""Absence notes by their subject alone, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from relevo.channels.mail.judging.absence import BEGINNINGS, WHOLE, folded, is_absence

SUBJECTS = {
    "en": ("Automatic reply: Duo 2", "Out of Office: Duo 2", "I'm out of the office until Monday"),
    "es": ("Respuesta automática: Duo 2", "Fuera de la oficina", "Estoy de vacaciones"),
    "lv": ("Automātiska atbilde: H12", "Prombūtne", "Esmu atvaļinājumā līdz 3. martam"),
    "de": ("Automatische Antwort: Duo 2", "Abwesenheitsnotiz", "Ich bin im Urlaub"),
    "fr": ("Réponse automatique : Duo 2", "Absence du bureau", "En congés jusqu'au 3 mars"),
    "it": ("Risposta automatica: Duo 2", "Fuori ufficio", "Sono in ferie"),
    "pt": ("Resposta automática: Duo 2", "Fora do escritório", "Estou de férias"),
    "ca": ("Resposta automàtica: Duo 2", "Fora de l’oficina"),
    "nl": ("Automatisch antwoord: Duo 2", "Afwezigheidsbericht", "Niet op kantoor"),
    "pl": ("Odpowiedź automatyczna: Duo 2", "Nieobecność w biurze", "Jestem na urlopie"),
    "cs": ("Automatická odpověď: Duo 2", "Mimo kancelář", "Jsem na dovolené"),
    "sk": ("Automatická odpoveď: Duo 2", "Mimo kancelárie", "Som na dovolenke"),
    "sl": ("Samodejni odgovor: Duo 2",),
    "hr": ("Automatski odgovor: Duo 2", "Izvan ureda"),
    "hu": ("Automatikus válasz: Duo 2", "Házon kívül", "Szabadságon vagyok"),
    "ro": ("Răspuns automat: Duo 2", "În afara biroului", "Sunt în concediu"),
    "bg": ("Автоматичен отговор: Duo 2", "Извън офиса"),
    "ru": ("Автоматический ответ: Duo 2", "Автоответ", "Я в отпуске до понедельника"),
    "uk": ("Автоматична відповідь: Duo 2", "Я у відпустці"),
    "sv": ("Automatiskt svar: Duo 2", "Frånvaromeddelande", "Ej på kontoret"),
    "da": ("Automatisk svar: Duo 2", "Fraværsmeddelelse", "Jeg er på ferie"),
    "no": ("Automatisk svar: Duo 2", "Fraværsmelding", "Borte fra kontoret"),
    "fi": ("Automaattinen vastaus: Duo 2", "Poissaoloilmoitus", "Olen lomalla"),
    "et": ("Automaatvastus: Duo 2", "Kontorist väljas", "Olen puhkusel"),
    "lt": ("Automatinis atsakymas: Duo 2", "Nesu biure", "Atostogauju"),
    "tr": ("Otomatik yanıt: Duo 2", "Ofis dışında", "İzindeyim"),
    "el": ("Αυτόματη απάντηση: Duo 2", "Εκτός γραφείου"),
    "zh": ("自动答复: Duo 2", "自動回覆：Duo 2"),
    "ja": ("自動応答: Duo 2", "不在通知"),
    "ko": ("자동 회신: Duo 2", "부재 중"),
}


@pytest.mark.parametrize("language", sorted(BEGINNINGS))
def test_attack_22_absence_notes_are_known_in_each_language(language):
    for subject in SUBJECTS[language]:
        assert is_absence(subject), subject
        assert is_absence(f"Re: {subject}"), subject
        assert is_absence(f"RE: AW: [{subject}]"), subject
        assert is_absence(subject.upper()), subject


def test_accents_that_were_lost_on_the_way_are_not_missed():
    for subject in (
        "Reponse automatique: x",
        "Odpowiedz automatyczna: x",
        "Automatiska atbilde: x",
        "Ausser Haus",
    ):
        assert is_absence(subject)


@pytest.mark.parametrize("subject", WHOLE)
def test_some_words_count_only_alone(subject):
    assert is_absence(subject)
    assert is_absence(f"{subject}!")
    assert not is_absence(f"{subject} xyz qwe")


@pytest.mark.parametrize(
    "subject",
    [
        "", "Re:", "Duo 2", "I was on holiday and the speaker died", "On holiday the hub lost its wifi",
        "I am out of patience with the Beam", "Automatic doors and the Duo 2", "Urlaubsgruß", "Office hours?",
        "Absent-minded question", "Vacaciones: no llega el envío", "Fuera de garantía", "Estoy esperando",
        "Atbilde: H12", "Atvaļinājuma režīms neieslēdzas", "Nieobecność kuriera", "Absence de son", "Pas de son",
        "Ferienmodus", "Ferie-tilstand virker ikke", "Semesterläge fungerar inte", "Отпускной режим H27",
        "Holiday mode of the Therm 300", "Automatisk avstängning", "Out of stock?", "Question: out of office mode",
    ],
)  # fmt: skip
def test_people_are_people(subject):
    assert not is_absence(subject)


def test_folding_makes_one_of_many_spellings():
    assert folded("  RÉPONSE\u00a0 automatique : Ł ø İı ß ") == "reponse automatique: l o ii ss"


def test_a_giant_subject_takes_no_time():
    began = time.process_time()
    for subject in ("re:" * 300_000, "[" * 900_000, "a\u0301" * 400_000, "absence " * 100_000):
        assert not is_absence(subject[8:] if subject.startswith("absence") else subject)
    assert time.process_time() - began < 10  # what goes back and forth takes hours
