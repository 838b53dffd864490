"""Absence notes by their subject alone, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from relevo.channels.mail.judging.absence import BEGINNINGS, WHOLE, folded, is_absence

SUBJECTS = {
    "en": (
        "Automatic reply: Duo 2",
        "Out of Office: Duo 2",
        "I'm out of the office until Monday",
        "Away",
        "Out of Office AutoReply: Duo 2",
        "Out of Office Re: Duo 2",
        "Out of office - Duo 2",
        "Out of office (Tom)",
    ),
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
        assert is_absence(f"[{subject}]"), subject
        assert is_absence(subject.upper()), subject


UNTIL = {
    "en": ("Out of office until Monday", "On vacation till Friday", "Automatic reply from 3 to 5 March"),
    "es": ("De vacaciones hasta el lunes", "Fuera de la oficina del 3 al 10 de agosto"),
    "lv": ("Atvaļinājumā līdz pirmdienai", "Prombūtnes paziņojums no 3. līdz 10. augustam"),
    "de": (
        "Im Urlaub bis Montag",
        "Abwesenheitsnotiz vom 3. bis 10. August",
        "Nicht im Büro – zurück am Montag",
    ),
    "fr": ("En congés jusqu’au 3 mars", "Absent du bureau du 3 au 10 août"),
    "it": ("In ferie fino al 3 marzo", "Fuori ufficio dal 3 al 10 agosto"),
    "pt": ("De férias até segunda", "Fora do escritório de 3 a 10 de agosto"),
    "ca": ("Fora de l’oficina fins dilluns", "Fora de l'oficina del 3 al 10 d'agost"),
    "nl": ("Met vakantie tot maandag", "Niet op kantoor van 3 tot 10 augustus"),
    "pl": ("Na urlopie do poniedziałku", "Poza biurem od 3 do 10 sierpnia"),
    "cs": ("Mimo kancelář do pátku", "Jsem na dovolené do 3. března"),
    "sk": ("Mimo kancelárie do piatku", "Som na dovolenke do 3. marca"),
    "sl": ("Odsotna: do 3. marca", "Samodejni odgovor do petka"),
    "hr": ("Izvan ureda do 3. ožujka", "Na godišnjem sam do ponedjeljka"),
    "hu": ("Házon kívül hétfőig", "Szabadságon vagyok péntekig"),
    "ro": ("În concediu până luni", "În afara biroului din 3 martie"),
    "bg": ("Извън офиса до понеделник", "Извън офиса от 3 до 10 август"),
    "ru": ("В отпуске до понедельника", "Вне офиса с 3 по 10 августа"),
    "uk": ("У відпустці до понеділка", "Поза офісом з 3 до 10 серпня"),
    "sv": ("På semester till måndag", "På semester till och med 3 mars", "Ej på kontoret från 3 mars"),
    "da": ("På ferie til mandag", "Ikke på kontoret fra 3. marts"),
    "no": ("På ferie til og med 3. mars", "Borte fra kontoret til fredag"),
    "fi": ("Olen lomalla maanantaihin", "Poissa toimistosta 3.8. asti"),
    "et": ("Puhkusel kuni esmaspäevani", "Kontorist väljas kuni 3. märtsini"),
    "lt": ("Atostogauju iki pirmadienio", "Nesu biure nuo 3 iki 10 dienos"),
    "tr": ("Ofis dışındayım 3 Mart'a kadar", "Ofiste değilim bugün"),
    "el": ("Εκτός γραφείου έως Δευτέρα", "Εκτός γραφείου από 3 Μαρτίου"),
    "zh": ("外出 8月3日-8月10日", "不在办公室（8月3日）"),
    "ja": ("不在通知 8月3日", "【自動返信】Duo 2"),
    "ko": ("부재중 8월 3일", "부재중 (8월 3일)"),
}


@pytest.mark.parametrize("language", sorted(BEGINNINGS))
def test_attack_22_a_time_may_follow_in_each_language(language):
    for subject in UNTIL[language]:
        assert is_absence(subject), subject
        assert is_absence(subject.upper()), subject


ABOUT = {
    "en": ("Out of office replies are not working", "Automatic reply not working", "Autoresponder does not send",
           "I am away, the heating does not start", "Out of office?", "Out-of-office-mode of the Hub", "Away mode H12",
           "Automatic reply from your bot is wrong", "Away from the office the headset does not connect"),
    "es": ("Estoy fuera de garantía, ¿qué puedo hacer?", "Estoy fuera de plazo para devolver",
           "Fuera de la oficina no funciona la VPN", "Respuesta automática del chat no funciona",
           "Estoy de vacaciones y la calefacción no responde", "Estoy fuera, la puerta no se abre"),
    "lv": ("Automātiskā atbilde no lietotnes nepienāk", "Esmu atvaļinājumā, apkure neieslēdzas",
           "Prombūtnes paziņojums neizslēdzas"),
    "de": ("Abwesenheitsnotiz lässt sich nicht einrichten", "Abwesenheitsassistent defekt",
           "Automatische Antwort funktioniert nicht", "Ich bin im Urlaub, die Heizung läuft weiter",
           "Abwesenheitsnotiz vom Server kommt nicht", "Abwesenheitsnotizen fehlen"),
    "fr": ("Réponse automatique du robot incompréhensible", "Je suis absent et le chauffage reste allumé"),
    "it": ("Risposta automatica non funziona", "Fuori sede non funziona la VPN", "Sono in ferie, la pompa è ferma"),
    "pt": ("Resposta automática do chat não funciona", "Estou de férias e o aquecimento não liga"),
    "ca": ("Resposta automàtica del xat equivocada", "Fora de l'oficina no funciona"),
    "nl": ("Buiten kantooruren geen verbinding", "Automatisch antwoord werkt niet", "Met vakantie naar Spanje"),
    "pl": ("Poza biurem nie działa VPN", "Automatyczna odpowiedź do klienta nie wychodzi", "Jestem na urlopie, a ogrzewanie nie działa"),
    "cs": ("Automatická odpověď nechodí", "Mimo kancelář nefunguje VPN"),
    "sk": ("Automatická odpoveď nechodí", "Mimo kancelárie nefunguje VPN"),
    "sl": ("Samodejni odgovor ne deluje",),
    "hr": ("Automatski odgovor ne radi", "Izvan ureda ne radi VPN"),
    "hu": ("Automatikus válasz nem érkezik", "Házon kívül nem működik a VPN"),
    "ro": ("Răspuns automat care nu pleacă", "Sunt în concediu, încălzirea nu pornește"),
    "bg": ("Автоматичен отговор не се изпраща", "Извън офиса не работи VPN"),
    "ru": ("Вне офиса не работает VPN", "Нет на месте детали в коробке", "Автоматический ответ до сих пор не пришёл"),
    "uk": ("Автоматична відповідь не надходить", "Поза офісом не працює VPN"),
    "sv": ("På semester till Spanien - fungerar roaming?", "Autosvar fungerar inte"),
    "da": ("På ferie til Spanien - virker appen?", "Automatisk svar virker ikke"),
    "no": ("På ferie til Spania - virker mobilen?", "Autosvar virker ikke"),
    "fi": ("Automaattinen vastaus ei toimi", "Olen lomalla ja lämmitys ei käynnisty"),
    "et": ("Automaatvastus ei tööta", "Olen puhkusel ja küte ei käivitu"),
    "lt": ("Ne biure neveikia VPN", "Automatinis atsakymas neveikia"),
    "tr": ("Otomatik yanıt çalışmıyor", "Ofis dışında VPN çalışmıyor"),
    "el": ("Αυτόματη απάντηση δεν έρχεται", "Εκτός γραφείου δεν λειτουργεί το VPN"),
    "zh": ("外出时无法充电", "自动回复功能坏了", "不在办公室时无法连接"),
    "ja": ("外出先で充電できない", "外出時に鍵がかからない", "不在通知が届かない", "自動返信が止まらない"),
    "ko": ("부재중 전화 알림이 안 와요", "자동응답이 안 돼요"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(BEGINNINGS))
def test_who_writes_about_absences_and_automatic_replies_is_a_person_in_each_language(language):
    for subject in ABOUT[language]:
        assert not is_absence(subject), subject
        assert not is_absence(f"Re: {subject}", answers=True), subject


@pytest.mark.parametrize("language", sorted(BEGINNINGS))
def test_no_beginning_goes_on_with_just_any_word(language):
    for words in BEGINNINGS[language]:
        assert is_absence(words)
        assert is_absence(f"{words}: Duo 2")
        if not words.endswith(":"):
            assert not is_absence(f"{words} xyz")
            assert not is_absence(f"{words}xyz")


def test_behind_the_mark_of_a_reply_a_note_is_looked_for_only_when_asked():
    for mark in ("Re: ", "RE: AW: ", "Sv: ", "Atb: "):
        assert not is_absence(f"{mark}Out of office")
        assert is_absence(f"{mark}Out of office", answers=True)
        assert is_absence(f"{mark}[Automātiska atbilde: H12]", answers=True)


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
