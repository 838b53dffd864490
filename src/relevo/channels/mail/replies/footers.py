"""What no person typed at a mail's end: "Sent from my iPhone", virus scanners, mailing lists.

All tests take plain lines or paragraphs of bounded length and are linear in them.
"""

from __future__ import annotations

import re
from typing import Final

_LINE: Final = 160
_SHORT_PARAGRAPH: Final = 600
_WORDS: Final = 14

_SENT_FROM = re.compile(
    r"(?:this (?:e-?mail|message) (?:was|is) |esta mensagem foi |ce message a été "
    r"|questa e-?mail è stata )?(?:"
    r"(?:sent|send|written|composed)(?: wirelessly)? (?:from|with|via|using|on|by|through)\b|sent by galaxy|from my\b"
    r"|via my\b"
    r"|envia(?:do|da|t)(?: de (?:forma|manera) inalámbrica| sem fios?)? (?:desde|con|do|da|de|a partir"
    r"|a través|pelo|pela|com|usando|des|amb|via|dende)\b"
    r"|(?:envoyée?|expédiée?|transmis)(?: sans fil)? (?:de|depuis|à partir|avec|via|par|du)\b"
    r"|invia(?:to|ta)(?: senza fili)? (?:da"
    r"|dal|dalla|con|tramite)\b"
    r"|(?:gesendet|geschickt|verschickt|verfasst|geschrieben) (?:von|vom|mit|über|aus|via|per)\b"
    r"|(?:verzonden|verstuurd|gestuurd) (?:vanaf|vanuit|van|met|via|door)\b|skicka(?:t|d|des) (?:från"
    r"|med|via)\b"
    r"|(?:sendt|skrevet|sent) (?:fra|frå|med|via|úr|frá|på)\b|lähetetty\b|saadetud\b"
    r"|(?:no)?sūtīt[sa],? (?:no|ar|izmantojot|caur)\b|(?:iš)?siųsta (?:iš|naudojant|per|naudojantis)\b"
    r"|wysłan[eoay] (?:z|ze|za|przez|przy)\b|(?:odesláno|odosláno|posláno|odoslan[éá]|poslan[éá]) (?:z"
    r"|ze|zo|pomocí|pomocou|přes|cez)\b"
    r"|(?:trimis|trimisă|expediat) (?:de pe|din|de la|prin|cu)\b|posla(?:no|to) (?:s|sa|iz|z|preko"
    r"|pomoću)\b|послато (?:са|с|из|преко)\b"
    r"|(?:отправлен[оа]?|послано|отослано) (?:с|со|из|через|при|от)\b|(?:надіслано|відправлено) (?:з|із"
    r"|зі|за|через)\b"
    r"|изпратен[оа]? (?:от|с|със|чрез)\b|(?:στάλθηκε|απεστάλη|εστάλη) (?:από|με|μέσω)\b|(?:dikirim"
    r"|dihantar) (?:dari|daripada|melalui|dengan)\b"
    r"|elküldve\b|seolta ó\b|dërguar nga\b|נשלח (?:מ|באמצעות|דרך)|(?:أ?ُ?رسلت|مُ?رسل[ةه]?|تم الإرسال"
    r"|أرسل) (?:من|بواسطة|عبر)|از .{0,30}ارسال شد|(?:ارسال|فرستاده) شده (?:از|با)"
    r"|(?:đã |được )?gửi từ|ส่งจาก|发自|發自|发送自|傳送自|寄自|来自我的|來自我的|从我的|從我的)"
)
_SENT_AT_END = re.compile(
    r"(?:von|vom|mit|über|via|diese)\b.{1,100}\b(?:gesendet|verschickt|geschrieben|versendet|verfasst)\Z"
    r"|(?:van|vanaf|via|met|dit bericht)\b.{1,60}\b(?:verzonden|verstuurd|gestuurd)\Z"
    r"|.{1,60}(?:ról|ről|ból|ből|mal|mel|val|vel|tól|től) (?:küldve|küldött|küldtem)\Z"
    r"|.{1,60}\b(?:küldve)\Z"
    r"|.{1,60}(?:d[ae]n|t[ae]n|aracılığıyla|ile) (?:gönderildi|gönderilmiştir|yollandı)\Z"
    r"|.{1,40}から送信(?:しました|されました)?\Z"
    r"|[從从].{1,40}(?:傳送|发送|發送|寄出|傳出)\Z|.{1,40}에서 (?:보냄|보냈습니다|보낸 메일입니다|전송"
    r"|작성)\Z|از .{1,40}(?:ارسال|فرستاده) شده?\Z"
    r"|.{1,40}से भेजा गया\Z|.{1,40}t[ie]?k (?:bidalita|bidalia)\Z"
)
_MAKE: Final = (  # names that mean a device or a program
    r"i(?:phone?|pad|pod)|\bios\b|android|outlook|samsung|galaxy|huawei|honor\b|xiaomi|redmi|oneplus"
    r"|\boppo\b|\bvivo\b|realme|nokia"
    r"|motorola|\bmoto\b|\bhtc\b|\bsony\b|xperia|\bpixel\b|\blg\b|alcatel|blackberry|windows|\bmac\b"
    r"|macbook|apple|droid|айфон|андроид"
    r"|mailbox|yahoo|gmail|\bgmx\b|web\.de|t-online|mail\.ru|яндекс|yandex|proton|\btuta|airmail"
    r"|\bspark\b|superhuman|newton|mailspring"
    r"|fastmail|\bzoho\b|edison|aqua mail|\bnine\b|k-9|mailbird|em client|bluemail|blue mail|canary"
    r"|thunderbird|posteo|freenet|vodafone"
    r"|libero mail|orange mail|laposte|hotmail|\bhey\b|jolla|sailfish|ti-85|네이버|mail for|myMail"
)
_PHONE: Final = (
    r"phone|telefon|teléfono|téléphone|telemóvel|m[óo]vil|mobil|mòbil|cellular|celular|cell\b|handy"
    r"|dispositi|device|gerät|tablet"
    r"|tālrun|planšet|puhelim|лефон|мобил|мобіл|планшет|смартфон|κινητό|cep tel|telepon|ponsel"
    r"|điện thoại|手机|手機|携帯|スマートフォン|핸드폰"
    r"|휴대폰|스마트폰|טלפון|نقال|جوال|هاتف|موبایل|גלקסי|גלאקסי|\bpc\b|laptop|computer|ordenador"
)
_MAIL: Final = r"\bmail\b|e-?mail|correo|почт|пошт|posta\b|pošt|e-post|webmail|邮箱|メール"
_DEVICE = re.compile(f"{_MAKE.lower()}|{_PHONE}|{_MAIL}")
_NAMED = re.compile(f"{_MAKE.lower()}|{_PHONE}")
_BY_POST = re.compile(r"\w+ (?:by|por|par|per|con|via|door|med|ar)\b")  # "sent by mail": a person speaks
_NETWORK = re.compile(  # "on the Bell network", behind the device
    r"\s(?:on|over|via|through|sur|en|na|nella|im|in|op|på) (?:the |le |la |el |a |o |il |het )?"
    r"(?:(?:réseau|red|rede|rete|netz)\b.{0,40}|\S{1,20}(?: \S{1,20}){0,2} (?:network|netwerk|nätverk|netz))"
    r"(?: (?:from|by) \S{1,20})?\Z"
)
# "Sent from my Jolla": a name that no list holds, with a capital or a digit.
_MINE = re.compile(
    r" (?P<my>my|mi|el meu|meu|mon|ma|mio|mia|mijn|min|mitt|mit|minun|mojego|mojej|моего|моей|мого|моєї"
    r"|mana|manas|mano|minu|mého|môjho|mog|mojega|telefonul meu|моя|το|meine[mr])"
    r" (?P<name>[\w™®+-]{2,20}(?: [\w™®+-]{2,20}){0,2})\Z"
)
_MINE_GERMAN = re.compile(r"[Vv]on meine[mr] (?P<name>[\w™®+-]{2,20}(?: [\w™®+-]{2,20}){0,2}) gesendet\Z")
_NAMED_SO = re.compile(r"[^\W\d_]{0,20}(?:[A-ZÀ-ÞĀČĒĢĪĶĻŅŠŪŽА-Я]|\d)")
_INNER_CAPITAL = re.compile(r"\w[A-Z]|\d")  # every German noun has a capital
_LINKED = re.compile(  # "Sent from TypeApp<https://...>"
    r" \[?(?P<name>[A-Z][\w.+-]{1,20}(?: [A-Z][\w.+-]{1,20}){0,2})\]?\s?[<(]{1,2}https?://[^\s<>()]{1,300}[>)]{1,2}\Z"
)
_FROM_MOBILE = re.compile(
    r"\w{1,20}(?: \w{1,20})? (?:from|via|on) (?:my )?(?:mobile|phone|cell|iphone|ipad|android|tablet|smartphone)\Z"
)
_GET = re.compile(
    r"\b(?:get|download|obt[eé]n|descarg|t[eé]l[eé]charge|obter|obtenha|baix|transfer|scaric|ottien|hol"
    r"|bezieh|herunterlad|laden"
    r"|hämta|hent|last ned|haal|pobierz|скача|загруз|получ|завантаж|отрим|stáhn|získ|stiahn|letölt"
    r"|beszerz|descărc|obțin|изтегл|вземете"
    r"|preuzm|prenes|pridobi|κατεβ|λήψη|αποκτ|edinin|indir|unduh|dapatkan|tải|nhận|iegūt|iegūst"
    r"|lejupiel|gauk|gauti|atsisiųs|hanki|lataa"
    r"|hangi|laadi|descarreg|fá )|הורד|קבל|احصل|الحصول|تنزيل|تحميل|دریافت|ดาวน์โหลด|รับ|获取|下载|取得"
    r"|下載|다운로드|받기|入手|ダウンロード|प्राप्त"
)
_APOLOGY = re.compile(
    r"excuse|forgive|pardon|sorry for|typo|brevity|tippfehler|kürze|disculp|perdon|excusez|scusa"
)
_LINK = re.compile(r"\(?<?https?://[^\s<>()]{1,200}>?\)?")
_UNSURE: Final = ("?", ",", ";", "？", ":")

_BANNER = re.compile(
    r"\W{0,4}(?:caution|warning|external|achtung|attention|atención|attenzione|let op|uwaga|important"
    r"|this e-?mail)\b.{0,120}"
    r"(?:originat\w+ (?:from )?outside|from an external|external (?:sender|e-?mail|source)"
    r"|outside (?:of )?(?:your|the|our) "
    r"(?:organi[sz]ation|company|network)|außerhalb (?:der|ihrer|unserer) organisation|von extern"
    r"|fuera de (?:la|su|nuestra) organización|l.extérieur de (?:l.|votre )organisation|all.esterno dell"
    r"|buiten (?:de|uw|onze) organisatie|spoza organizacji)"
)
_STRAY = re.compile(  # short paragraphs by programs
    r"(?:consider|think of|think about|respect) (?:the |our |your )?(?:environment|planet|nature)\b"
    r".{0,50}\bprint|antes de imprimir"
    r"|avant d.imprimer|before printing this|bevor sie diese .{0,30}drucken|an die umwelt.{0,80}druck"
    r"|pensez à l.environnement avant|medio ?ambiente antes"
    r"|prima di stampare|pirms drukā|pirms izdrukā|tänk på miljön|tenk på miljøet|tænk på miljøet"
    r"|denk aan het milieu|nim wydrukujesz"
    r"|(?:e-?mail|message|mail)\b.{0,40}(?:checked|scanned) (?:for|by) (?:viruses|avg|avast|eset|mcafee"
    r"|norton|mailscanner)"
    r"|virus[- ]?free[.:]? ?\W{0,3}(?:www|http)"
    r"|(?:avast|avg)\.com|auf viren (?:geprüft|überprüft|untersucht)|libre de virus|absence de virus"
    r"|sans virus|no viruses? found in this"
    r"|en busca de virus|на (?:отсутствие |наличие )?вирус\w+ (?:антивирус|avast|проверен)"
    r"|проверено на вирусы|nav vīrusu"
    r"|you received this (?:message|e-?mail) because you|to unsubscribe from this (?:group|list)"
    r"|(?:save (?:a|the) trees?|go green|think before)\b.{0,40}\bprint"
    r"|to unsubscribe,? (?:send|visit|click|go|follow|reply|please)"
)
_SUBSCRIPTION = re.compile(
    r"mailing ?list\b|mailing-?lijst|mailingliste|lista de correo|liste de diffusion|listinfo|@lists?\."
    r"|@googlegroups\.com|unsubscribe: "
)
_LEFTOVER = re.compile(r"blockquote, div\.yahoo_quoted \{[^{}]{1,250}\}\Z")  # Yahoo's style as text
_TRACKER: Final = "\u1427"
_GROUP: Final = "__,_._,___"  # where Yahoo Groups begins its own lines
_TYPOS = re.compile(r"\b(?:typos?|brevity|autocorrect|misspellings?|tippfehler|erratas|kürze)\b")
_APOLOGY_WORDS: Final = 30
_ADDRESS = re.compile(r"@|https?://|www\.")
_PERSONAL = re.compile(r"\bI\b|\b[Mm](?:y|ine)\b|[?？¿]")  # a person speaks


def is_mobile_footer(line: str) -> bool:
    """``Sent from my iPhone``, ``Get Outlook for Android`` and their relatives, on one line."""
    return len(line) <= _LINE * 2 and (_names_unheard(line.strip("-—–*_ |~")) or _names_device(line))


def _names_device(line: str) -> bool:
    bare = " ".join(_LINK.sub(" ", line).strip("-—–*_<>()[] |~").lower().replace("][", " ").split())
    bare = _NETWORK.sub("", bare.rstrip(".。! ]"))
    if not 5 <= len(bare) <= _LINE or bare.endswith(_UNSURE):
        return False
    if "outlook" in bare and ("ios" in bare or "android" in bare) and _GET.search(bare):
        return len(bare.split()) <= _WORDS
    opening = _SENT_FROM.match(bare)
    if not opening and not _SENT_AT_END.match(bare):
        return False
    pattern = _NAMED if _BY_POST.match(bare) else _DEVICE
    devices = list(pattern.finditer(bare))
    if not devices:
        return False
    return bool(_APOLOGY.search(bare)) or (
        len(bare.split()) <= _WORDS
        and _ends_with(bare[devices[-1].end() :])
        and (", " not in bare[8:] or len(bare.rpartition(", ")[2].split()) <= 4)
    )


def _names_unheard(line: str) -> bool:
    """A device or program that only the line's form tells: ``Sent from my Jolla``, without a full stop."""
    german = _MINE_GERMAN.match(line)
    if german:
        return bool(_INNER_CAPITAL.search(german["name"]))
    opening = _SENT_FROM.match(line.lower())
    if not opening:
        return False
    mine = _MINE.match(line, opening.end())
    if mine and mine["my"].startswith("meine"):
        return bool(_INNER_CAPITAL.search(mine["name"]))
    return bool((mine and _NAMED_SO.match(mine["name"])) or _LINKED.match(line, opening.end()))


def names_phone(line: str) -> bool:
    """``Tom from mobile``: a footer where another one stands right below."""
    return bool(_FROM_MOBILE.match(line.strip("-—–*_<>() ").lower()))


def _ends_with(rest: str) -> bool:
    """Whether nothing but a model's name follows the last device."""
    return len(rest.split()) <= 3 and (len(rest) <= 24 or bool(_GET.search(rest)))


def is_leftover(line: str) -> bool:
    """A style sheet that a program should not have shown, or the sign that mail trackers leave."""
    return line == _TRACKER or (line.startswith("blockquote, ") and bool(_LEFTOVER.match(line)))


def begins_group(line: str) -> bool:
    """The line above what Yahoo Groups put below each mail."""
    return line.strip() == _GROUP


def apologizes(paragraph: str) -> bool:
    """For typing errors made on a phone, as people put it into signatures."""
    text = paragraph[:_SHORT_PARAGRAPH].lower()
    return (
        len(text.split()) <= _APOLOGY_WORDS
        and bool(_TYPOS.search(text) and _NAMED.search(text))
        and not text.endswith(("?", "？"))
    )


def is_banner(paragraph: str) -> bool:
    """What a company's gateway puts above mail from outside."""
    return len(paragraph) <= _SHORT_PARAGRAPH and bool(_BANNER.match(paragraph.lower()))


def is_stray(paragraph: str) -> bool:
    """A short paragraph by a virus scanner or mailing list, or on the environment."""
    text = paragraph.lower()
    return len(text) <= _SHORT_PARAGRAPH and bool(_STRAY.search(text)) and not _PERSONAL.search(paragraph)


def is_list_footer(paragraph: str) -> bool:
    """How a mailing list ends each mail, below a ruler."""
    text = paragraph.lower()
    return len(text) <= _SHORT_PARAGRAPH * 2 and bool(_SUBSCRIPTION.search(text) and _ADDRESS.search(text))
