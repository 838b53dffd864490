"""The single lines by which mail programs divide a mail: quotes, rulers, "Original Message", "Forwarded message".

All tests look at one line of bounded length, made plain by ``plain``, and take time linear in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LINE_LIMIT: Final = 400  # a longer line is prose, never a mark
SHORTEST: Final = 4  # so is a shorter one
_HEADING: Final = 40

# Lines that ``reply_html`` writes where the HTML says what a line of text can not.
HISTORY: Final = "\ue0b1history\ue0b1"
SIGNATURE_BEGINS: Final = "\ue0b1signature\ue0b1"
SIGNATURE_ENDS: Final = "\ue0b1end\ue0b1"
OWN_BEGINS: Final = "\ue0b1own\ue0b1"  # a quotation without any sign of a mail program
OWN_ENDS: Final = "\ue0b1owned\ue0b1"
SENTINEL: Final = "\ue0b1"

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def _phrases(*groups: str) -> tuple[str, ...]:
    """The phrases, which are given with ``|`` between them."""
    return tuple(phrase for group in groups for phrase in group.split("|"))


# Matched in lower case at the beginning of what stands between dashes.
_ORIGINAL: Final = _phrases(
    "original message|original appointment|original mail|original email|reply message",
    "mensaje original|correo original|mensagem original|missatge original|mensaxe orixinal",
    "message d'origine|message d’origine|message original|message initial|mail original",
    "mail d'origine|e-mail d'origine|courriel original|messaggio originale|messaggio di risposta",
    "mesaj original|mesajul original|jatorrizko mezua|ursprüngliche nachricht|originalnachricht",
    "original-nachricht|originalmeldung|antwort nachricht|oorspronkelijk bericht|origineel bericht",
    "originele bericht|ursprungligt meddelande|originalmeddelande|opprinnelig melding",
    "original melding|oprindelig meddelelse|oprindelig besked|original meddelelse|alkuperäinen viesti",
    "upprunaleg skilaboð|upphaflegt skeyti|algne kiri|algne sõnum|originaalkiri|oriģinālais ziņojums",
    "sākotnējais ziņojums|oriģinālā ziņa|oriģinālā vēstule|sākotnējā ziņa|pradinis pranešimas",
    "originalus laiškas|pirminis laiškas|wiadomość oryginalna|oryginalna wiadomość",
    "wiadomość pierwotna|pierwotna wiadomość|původní zpráva|původní e-mail|pôvodná správa",
    "eredeti üzenet|izvorna poruka|originalna poruka|izvirno sporočilo|prvotno sporočilo",
    "оригинална порука|изворна порука|исходное сообщение|оригинальное сообщение|исходное письмо",
    "вихідне повідомлення|оригінальне повідомлення|початкове повідомлення|оригинално съобщение",
    "първоначално съобщение|αρχικό μήνυμα|αυθεντικό μήνυμα|orijinal mesaj|orijinal ileti|özgün ileti",
    "asıl ileti|הודעה מקורית|ההודעה המקורית|الرسالة الأصلية|رسالة أصلية|پیام اصلی|मूल संदेश",
    "元のメッセージ|元のメール|原始邮件|原始信息|原邮件|原始郵件|原始訊息|原始內容|원본 메시지",
    "원본 메일|원본메시지|원본메일|tin nhắn gốc|thư gốc|thông báo gốc|ข้อความเดิม|ข้อความต้นฉบับ",
    "pesan asli|mesej asal|teachtaireacht bhunaidh|mesej asli",
)
_FORWARDED: Final = _phrases(
    "forwarded message|forwarded by|begin forwarded message|forwarded email|start of forwarded",
    "mensaje reenviado|inicio del mensaje reenviado|reenviado por|missatge reenviat",
    "inici del missatge reenviat|mensagem encaminhada|mensagem reencaminhada",
    "início da mensagem encaminhada|início da mensagem reencaminhada|encaminhado por",
    "message transféré|message réexpédié|début du message réexpédié|début du message transféré",
    "messaggio inoltrato|inizio messaggio inoltrato|inizio del messaggio inoltrato|inoltrato da",
    "weitergeleitete nachricht|anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e-mail|weitergeleitet von|doorgestuurd bericht",
    "begin doorgestuurd bericht|vidarebefordrat meddelande|vidarebefordrat brev",
    "börja vidarebefordrat meddelande|videresendt melding|videresendt meddelelse|videresendt besked",
    "start på videresendt meddelelse|start på videresendt melding|välitetty viesti",
    "edelleenlähetetty viesti|välitetty viesti alkaa|áframsent|edastatud kiri|edastatud sõnum",
    "edastatud|pārsūtītais ziņojums|pārsūtīta ziņa|pārsūtīts ziņojums|pārsūtītā ziņa",
    "pārsūtītā vēstule|persiųstas laiškas|persiųsta žinutė|persiųstas pranešimas|wiadomość przekazana",
    "przekazana wiadomość|początek przekazywanej wiadomości|przesłana dalej|přeposlaná zpráva",
    "předaná zpráva|začátek přeposlané zprávy|preposlaná správa|továbbított üzenet|továbbított levél",
    "mesaj redirecționat|mesaj redirectionat|mesaj transmis|proslijeđena poruka|prosleđena poruka",
    "posredovano sporočilo|прослеђена порука|пересланное сообщение|пересылаемое сообщение",
    "пересланное письмо|начало переадресованного сообщения|начало пересылаемого сообщения",
    "переслане повідомлення|переадресоване повідомлення|препратено съобщение|προωθημένο μήνυμα",
    "προωθούμενο μήνυμα|yönlendirilmiş mesaj|iletilen mesaj|yönlendirilen mesaj|iletilmiş mesaj",
    "הודעה שהועברה|رسالة معاد توجيهها|رسالة مُعاد توجيهها|الرسالة المعاد توجيهها|پیام هدایتشده",
    "پیام هدایت شده|अग्रेषित संदेश|फ़ॉरवर्ड किया गया संदेश|転送メッセージ|転送されたメッセージ",
    "转发的邮件|转发邮件|轉寄郵件|轉寄的郵件|轉寄訊息|전달된 메시지|전달된 메일|thư được chuyển tiếp",
    "tin nhắn được chuyển tiếp|ข้อความที่ส่งต่อ|pesan terusan|pesan yang diteruskan|mesej dimajukan",
    "birbidalitako mezua",
)
_ABOVE: Final = _phrases(  # "reply above this line"
    "above this line|above the line|encima de esta línea|encima de esta linea|acima desta linha",
    "acima dessa linha|dessus de cette ligne|oberhalb dieser linie|oberhalb dieser zeile",
    "über dieser linie|über dieser zeile|sopra questa riga|sopra questa linea|boven deze regel",
    "boven deze lijn|ovanför denna rad|ovanför den här raden|ovanför denna linje|over denne linjen",
    "over denne linje|tämän rivin yläpuolelle|powyżej tej linii|nad tento řádek|nad tímto řádkem",
    "virs šīs līnijas|virs šīs rindas|virš šios linijos|virš šios eilutės|выше этой линии",
    "выше этой строки|вище цієї лінії|bu satırın üst|bu çizginin üst|この行より上|この線より上",
    "在此行上方|在此行以上|이 줄 위에",
)
_PREVIOUS: Final = frozenset(  # what forums and help desks put between a ruler and the old messages
    _phrases(
        "previous replies|previous messages|previous conversation|vorherige antworten|vorherige nachrichten",
        "bisherige antworten|respuestas anteriores|mensajes anteriores|respostas anteriores",
        "mensagens anteriores|réponses précédentes|messages précédents|risposte precedenti",
        "messaggi precedenti|eerdere antwoorden|vorige antwoorden|tidigare svar|tidligere svar",
        "aiemmat vastaukset|edelliset vastaukset|poprzednie odpowiedzi|poprzednie wiadomości",
        "předchozí odpovědi|predchádzajúce odpovede|korábbi válaszok|előző válaszok|răspunsuri anterioare",
        "предыдущие ответы|предыдущие сообщения|попередні відповіді|предишни отговори|prethodni odgovori",
        "iepriekšējās atbildes|iepriekšējie ziņojumi|ankstesni atsakymai|varasemad vastused",
        "önceki yanıtlar|προηγούμενες απαντήσεις|以前的回复|之前的回复|先前的回覆|以前の返信|過去の返信|이전 답변",
        "respostes anteriors",
    )
)
_ASKS = re.compile(r"(?:please )?(?:reply|respond|write|type|answer)\b")
_DECORATION: Final = "-#=*_[<~—–+"
_SOFT_RULER = re.compile(r"(?:[-_=*~—–─━]\s?){3,}\Z")
_OUTLOOK = re.compile(r"_{30,34}\Z")
_RULER = re.compile(r"(?:_{10,}|-{20,}|[—–─━]{10,}|(?:- ){10,}-?)\Z")


def plain(text: str) -> str:
    """``text`` without invisible signs, with every kind of space within a line as a space; lines stay lines."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def is_quoted(line: str) -> bool:
    """A line of quoted history: ``>`` after at most three spaces."""
    return line[:4].lstrip(" ").startswith(">") and not line.endswith("<<<")


def _between_dashes(line: str) -> str:
    inner = line.strip("-—–_=* \t:<>|").lower()
    return inner if len(inner) <= 100 else ""


def is_original(line: str) -> bool:
    """``-----Original Message-----``: history follows."""
    bare = line.lstrip("* ")
    return (
        bare.startswith(("--", "__", "==", "—", "–", "─", "━", "- -"))
        and len(line) < LINE_LIMIT
        and _between_dashes(bare).startswith(_ORIGINAL)
        and not (bare.startswith("-- ") and bare[-1].isalnum())
    )


def is_forward(line: str) -> bool:
    """``---------- Forwarded message ---------``: what follows is what the writer wants to be read."""
    return (
        len(line) <= 120
        and (line[:1] in "-—–_=*" or line.endswith(":"))
        and _between_dashes(line).startswith(_FORWARDED)
    )


def is_reply_above(line: str) -> bool:
    """``##- Please type your reply above this line -##`` of some help desk: below it stands its own mail."""
    if len(line) > 120 or line.endswith("?"):
        return False
    low = line.lower()
    if low.startswith("##-") or low.endswith("-##"):
        return True
    return (low[:1] in _DECORATION or bool(_ASKS.match(low))) and any(phrase in low for phrase in _ABOVE)


def is_previous(line: str) -> bool:
    """``*Previous replies*``, as a forum's mails head what was said before."""
    return len(line) <= _HEADING and line.strip("*_# :").lower() in _PREVIOUS


def is_ruler(line: str) -> bool:
    """A line of underscores or dashes only, as Outlook puts before its header block."""
    return bool(_RULER.match(line.strip()))


def is_outlooks(line: str) -> bool:
    """The line of underscores that Outlook makes of the one above its header block."""
    return bool(_OUTLOOK.match(line.strip()))


def is_soft_ruler(line: str) -> bool:
    """At least three of the signs that people and programs draw lines with."""
    return len(line) < LINE_LIMIT and bool(_SOFT_RULER.match(line.strip()))


def quoted_follows(lines: Sequence[str], place: int) -> bool:
    """Whether the next line that is not blank (of the next six) is a quoted one."""
    for line in lines[place + 1 : place + 7]:
        if line.strip() and not line.startswith(SENTINEL):
            return is_quoted(line)
    return False
