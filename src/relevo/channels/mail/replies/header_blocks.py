"""Blocks of header fields above quoted history: ``From:``, ``Sent:``, ``To:``, ``Subject:`` in many languages.

Outlook, Lotus Notes, phones and web mailers write them: bold (``*From:*``), in columns, with wide colons, with long
lists of recipients over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from relevo.channels.mail.replies import date_lines, marks

_LINES: Final = 12
_WRAPPED: Final = 3  # lines of one field, such as many recipients
_LABEL: Final = 30  # characters

_WITHIN = re.compile(
    r"(?:\s|(?<=[\d>\"»]))([^\W\d_]{1,20})\s?:(?:\s|\Z)"
)  # some are glued to the value before
_LABELS: Final = {
    "from": "from|de|no|von|от|від|од|da|od|odesílatel|odosielateľ|nuo|siuntėjas|di|expéditeur|saatja"
    "|kellelt|fra|från"
    "|van|afzender|lähettäjä|frá|feladó|de la|expeditor|подател|пошиљалац|pošiljatelj|pošiljalac|šalje"
    "|шаље|από|αποστολέας"
    "|kimden|gönderen|מאת|من|المرسل|از|فرستنده|प्रेषक|से|差出人|送信者|送信元|发件人|寄件者|寄件人"
    "|發件人|보낸 사람|보낸사람"
    "|보낸이|발신|발신자|từ|người gửi|จาก|ผู้ส่ง|dari|daripada|remitent|nork|noren|igorlea|ó|nga"
    "|sūtītājs|отправитель|відправник|nadawca|afsender|avsender|avsändare|mittente|remitente|remetente|absender",
    "sent": "sent|date|date sent|sent on|sent at|message du|messaggio del"
    "|nachricht vom|mensaje del|enviado|enviado el|enviada|enviada em|enviado em"
    "|enviat|enviat el|fecha"
    "|fecha de envío|data|data de envio|nosūtīts|nosūtīšanas laiks|datums|laiks|gesendet|gesendet am"
    "|datum|envoyé"
    "|envoyé le|envoyé à|date d'envoi|date d’envoi|отправлено|дата|дата отправки|надіслано|відправлено"
    "|надісланий"
    "|inviato|inviato il|data invio|wysłano|wysłane|data wysłania|išsiųsta|išsiuntimo data"
    "|siuntimo data|saadetud"
    "|saatmisaeg|kuupäev|verzonden|verzonden op|verstuurd|sendt|sendt den|sendte|dato|skickat"
    "|skickat den|lähetetty"
    "|päivämäärä|päiväys|pvm|dagsetning|dags|sent þann|odesláno|odoslané|odoslaná|dátum|elküldve|küldve"
    "|küldés ideje|trimis"
    "|trimis la|trimisă|expediat|изпратено|изпратен|изпратена|poslano|poslato|послато|датум|στάλθηκε"
    "|απεσταλμένο|ημερομηνία"
    "|αποστολή|gönderildi|gönderilme|gönderme tarihi|gönderim tarihi|tarih|נשלח|תאריך|بتاريخ"
    "|تاريخ الإرسال|التاريخ|تاريخ"
    "|أرسل|تم الإرسال|الإرسال|ارسال شده|ارسال|تاریخ|भेजा गया|दिनांक|तारीख|日時|送信日時|送信日|日付"
    "|发送时间|发送日期|时间|日期"
    "|時間|寄件日期|傳送時間|發送時間|已傳送|傳送日期|보낸 날짜|보낸날짜|날짜|보냄|보낸 시간|đã gửi"
    "|ngày|ngày gửi|gửi|gửi lúc|ส่ง"
    "|ส่งแล้ว|ส่งเมื่อ|วันที่|dikirim|tanggal|terkirim|dihantar|tarikh|bidaltze-data|bidalia|noiz"
    "|seolta|dáta|dátum odoslania",
    "to": "to|para|kam|kome|an|à|a|do|kas|gavėjas|кому|komu|destinatario|destinatari|destinataire|per"
    "|til|till|aan"
    "|vastaanottaja|kenelle|kellele|saaja|címzett|către|catre|la|до|за|получател|prima|primatelj|za"
    "|прима|προς|παραλήπτης"
    "|kime|alıcı|אל|נמען|ל|إلى|الى|المرسل إليه|به|گیرنده|प्रति|प्राप्तकर्ता|को|宛先|收件人|收件者"
    "|받는 사람|받는사람|받는이"
    "|수신|수신자|tới|đến|người nhận|ถึง|ผู้รับ|kepada|ke|per a|nori|hartzailea|chuig|go|për|saņēmējs"
    "|получатель|одержувач|adresat|odbiorca|empfänger|ontvanger|mottaker|mottagare|modtager",
    "subject": "subject|asunto|temats|tēma|betreff|objet|sujet|тема|assunto|oggetto|ogg|temat|tema|teema"
    "|onderwerp|emne|ämne"
    "|aihe|efni|předmět|predmet|tárgy|subiect|относно|предмет|zadeva|naslov|наслов|θέμα|konu|נושא"
    "|الموضوع|موضوع|विषय"
    "|件名|主题|主旨|主題|标题|標題|제목|chủ đề|tiêu đề|เรื่อง|หัวเรื่อง|หัวข้อ|perihal|subjek|subyek"
    "|judul|tajuk|assumpte|gaia"
    "|ábhar|subjekti|subj|tytuł",
    "more": "cc|bcc|c.c.|reply-to|importance|priority|sensitivity|attachments|copie|copia|cópia|kopia"
    "|kopie|kopija|kópia"
    "|kopi|kopio|koopia|kopija|копия|копія|копие|másolat|másolatot kap|tyto|afrit|κοιν|κοινοποίηση"
    "|bilgi|עותק|نسخة|نسخة إلى"
    "|رونوشت|प्रतिलिपि|抄送|抄送人|副本|密件副本|ccへ|참조|สำเนา|tembusan|salinan|còpia|amb còpia"
    "|anexos|adjuntos|pielikumi"
    "|anlagen|bijlagen|vedhæftede|vedlegg|bilagor|załączniki|přílohy|вложения|важность|wichtigkeit"
    "|importancia|priorität"
    "|svarīgums|responder a|responder para|répondre à|antwort an|rispondi a|odpowiedź do|ответить"
    "|atbildēt|message-id"
    "|importanza|prioridade|prioriteit|priorita|x-mailer|sent by|organization|cc an|cci|cco|ccn",
}
_KIND_OF_LABEL: Final = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}


def header_block_length(lines: Sequence[str], begin: int, *, ruled: bool = False, sure: bool = False) -> int:
    """How many lines a block of quoted header fields at ``begin`` takes; 0 if there is none. Lines are plain.

    People write "From: Valencia, To: Madrid" themselves. So the block must hold an address and a date, or an address
    and three fields, or sender, date and subject. ruled: below a ruler, sender and address are enough. sure: right
    below ``On 3 March at 10:15 Anna wrote`` or Outlook's own line the sender and one more are.
    """
    kinds: set[str] = set()
    values: list[str] = []
    last = begin
    for place, kind, value in _fields(lines, begin):
        kinds.add(kind)
        kinds.update(_kinds_within(value))
        values.append(value)
        last = place
    found = kinds - {"more"}
    if "from" not in found and not {"sent", "to"} <= found:
        return 0
    text = date_lines.folded(" ".join(values))
    return (
        last - begin + 1
        if ((sure and "from" in found and len(found) >= 2) or _convinces(found, text, ruled=ruled))
        else 0
    )


def _convinces(found: set[str], text: str, *, ruled: bool) -> bool:
    address = "@" in text
    dated = "sent" in found and (date_lines.has_date(text) or date_lines.has_time(text))
    if address:
        return dated or len(found) >= 3 or (ruled and "from" in found)
    return dated and {"from", "subject"} <= found


def _fields(lines: Sequence[str], begin: int) -> Iterator[tuple[int, str, str]]:
    """Place, kind and value of each field. A line without a label belongs to the field above it."""
    wrapped = blank = 0
    for place in range(begin, min(begin + _LINES, len(lines))):
        line = lines[place].strip()
        kind, value = _field(line)
        if kind:
            wrapped = blank = 0
            yield place, kind, value
        elif place == begin or wrapped >= _WRAPPED or blank or marks.is_quoted(line):
            return
        elif line:
            wrapped += 1
            if "@" in line:
                yield place, "more", line
        else:
            blank += 1


def _kinds_within(value: str) -> Iterator[str]:
    """The kinds of further fields in the same line: ``... From: a@b.example To: Tom Subject: Beam``."""
    if "@" in value:
        for found in _WITHIN.finditer(value[: marks.LINE_LIMIT]):
            kind = _KIND_OF_LABEL.get(found[1].lower(), "")
            if kind:
                yield kind


def _field(line: str) -> tuple[str, str]:
    """Kind and value of ``*From:* Anna``; ("", "") for any other line."""
    line = line[: marks.LINE_LIMIT].lstrip("*_ ")
    if not line.isascii():
        line = line.replace("：", ":")
    colon = line.find(":", 0, _LABEL)
    if colon < 1:
        return "", ""
    kind = _KIND_OF_LABEL.get(line[:colon].strip("*_ ").lower(), "")
    return kind, line[colon + 1 :].strip("* ") if kind else ""


def opens_block(line: str) -> bool:
    """Whether a header block may begin at this (plain) line."""
    return _field(line.strip())[0] not in {"", "more"}
