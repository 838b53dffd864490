"""Texts of many languages in many charsets, named rightly, wrongly, oddly or not at all."""

from __future__ import annotations

import base64
import quopri

from tests.channels.mail.corpus import Case, case
from tests.channels.mail.letters import letter

GREEK = "Το ηχείο δεν λειτουργεί και δείχνει σφάλμα. Άμεσα, παρακαλώ!"
TEXTS = {
    "english": ("Hello, my Duo 2 shows E-0042 again.", ["us-ascii"]),
    "spanish": (
        "Buenos días: ¿podría ayudarme, señora? Mañana viajo a Logroño.",
        ["iso-8859-1", "iso-8859-15", "windows-1252", "macintosh"],
    ),
    "latvian": (
        "Labdien! Siltumsūknis rāda kļūdu H12. Vai varat palīdzēt? Ļoti auksts.",
        ["windows-1257", "iso-8859-13"],
    ),
    "lithuanian": (
        "Laba diena, šildymas neveikia. Ačiū už pagalbą, laukiu jūsų žinutės.",
        ["windows-1257", "iso-8859-4"],
    ),
    "estonian": (
        "Tere, kõlar ei tööta ja näitab viga. Ootan vastust, aitäh.",
        ["iso-8859-15", "windows-1257"],
    ),
    "german": ("Die Heizung läuft nicht. Können Sie helfen? Viele Grüße aus Köln – 5 €.", ["windows-1252"]),
    "french": (
        "Ça ne marche déjà plus. Pourriez-vous m'aider ? À bientôt, Zoé.",
        ["iso-8859-1", "iso-8859-15"],
    ),
    "portuguese": ("A coluna não funciona. Não há som, só um ruído. Obrigação, João.", ["iso-8859-1"]),
    "italian": ("Non funziona più. Perché? È già successo, così non va.", ["iso-8859-1"]),
    "dutch": ("De speaker doet het niet meer, zo gaat dat één dag goed.", ["iso-8859-1"]),
    "swedish": ("Högtalaren är död. Hjälp mig, snälla, på måndag åker jag.", ["iso-8859-1"]),
    "icelandic": ("Hátalarinn virkar ekki. Getið þið hjálpað mér, það er áríðandi.", ["iso-8859-1"]),
    "polish": (
        "Głośnik nie działa. Proszę o pomoc, dziękuję. Wyświetla błąd, źle.",
        ["iso-8859-2", "windows-1250"],
    ),
    "czech": (
        "Reproduktor nefunguje, příliš tichý. Děkuji za pomoc, hezký den.",
        ["iso-8859-2", "windows-1250"],
    ),
    "hungarian": (
        "A hangszóró nem működik, kérem segítsen. Őszinte köszönettel.",
        ["iso-8859-2", "windows-1250"],
    ),
    "romanian": ("Boxa nu funcționează și arată o eroare. Vă mulțumesc, așteptăm.", ["iso-8859-16"]),
    "turkish": (
        "Hoparlör çalışmıyor, ışığı yanmıyor. Lütfen yardım edin, teşekkürler.",
        ["iso-8859-9", "windows-1254"],
    ),
    "russian": (
        "Колонка не включается, показывает ошибку E-0042. Помогите, пожалуйста.",
        ["koi8-r", "windows-1251", "iso-8859-5", "cp866"],
    ),
    "ukrainian": (
        "Колонка не працює, показує помилку. Допоможіть, будь ласка, її не чути.",
        ["koi8-u", "windows-1251"],
    ),
    "greek": (GREEK, ["iso-8859-7", "windows-1253"]),
    "hebrew": ("הרמקול לא עובד ומציג שגיאה. אפשר לקבל עזרה בבקשה? תודה רבה", ["iso-8859-8", "windows-1255"]),
    "arabic": (
        "مكبر الصوت لا يعمل ويعرض خطأ. هل يمكنكم مساعدتي من فضلكم؟ شكرا",
        ["iso-8859-6", "windows-1256"],
    ),
    "persian": ("بلندگو کار نمی‌کند و خطا نشان می‌دهد. لطفاً کمک کنید.", ["utf-16"]),
    "hindi": ("स्पीकर काम नहीं कर रहा है। कृपया मदद करें, धन्यवाद।", ["utf-16-be"]),
    "thai": ("ลำโพงไม่ทำงานและแสดงข้อผิดพลาด กรุณาช่วยด้วย ขอบคุณค่ะ", ["tis-620", "windows-874"]),
    "vietnamese": ("Loa không hoạt động và hiển thị lỗi. Xin hãy giúp tôi.", ["utf-7"]),
    "japanese": ("スピーカーが動きません。エラーが表示されます。", ["iso-2022-jp", "shift_jis", "euc-jp"]),
    "chinese": ("音箱打不开，显示错误代码。请帮我看一下。", ["gb2312", "gb18030", "hz-gb-2312"]),
    "chinese of taiwan": ("喇叭打不開，顯示錯誤代碼。請幫我看一下。", ["big5"]),
    "korean": ("스피커가 켜지지 않고 오류가 표시됩니다.", ["euc-kr", "iso-2022-kr"]),
    "emoji": ("It works 👍🏽 thanks 👩‍🔧 “really” — 5 €…", ["utf-8"]),
}
PYTHONS = {"windows-874": "cp874", "macintosh": "mac-roman", "hz-gb-2312": "hz"}


def _plain(text: str, codec: str, declared: str) -> bytes:
    return letter(text.encode(codec), content_type=f"text/plain{declared}")


def _encoded(text: str, charset: str) -> bytes:
    """In base64, as charsets with zeros or escapes in them need it."""
    content = base64.encodebytes(text.encode(PYTHONS.get(charset, charset)))
    return letter(content, content_type=f"text/plain; charset={charset}", Content_Transfer_Encoding="base64")


def _quoted(text: str, charset: str) -> bytes:
    content = quopri.encodestring(text.encode(PYTHONS.get(charset, charset)))
    return letter(
        content, content_type=f'text/plain; charset="{charset}"', Content_Transfer_Encoding="quoted-printable"
    )


NAMED = [
    case(
        f"{language} in {charset}",
        (_encoded if number % 2 or "utf-16" in charset else _quoted)(text, charset),
        text,
    )
    for language, (text, charsets) in TEXTS.items()
    for number, charset in enumerate(charsets)
]

_ALIASES = [
    ("utf8", "utf-8", "latvian"), ("UTF_8", "utf-8", "russian"), ("unicode-1-1-utf-8", "utf-8", "greek"), ("utf-8; format=fixed", "utf-8", "polish"),
    ("'utf-8'", "utf-8", "german"), ("3Dutf-8", "utf-8", "french"), ("utf-8 (Unicode)", "utf-8", "czech"), ("latin1", "latin-1", "spanish"),
    ("ISO_8859-1:1987", "latin-1", "french"), ("cp-1252", "cp1252", "german"), ("windows1251", "cp1251", "russian"), ("x-cp1251", "cp1251", "ukrainian"),
    ("KOI8R", "koi8-r", "russian"), ("cp-866", "cp866", "russian"), ("x-sjis", "shift_jis", "japanese"), ("csISO2022JP", "iso-2022-jp", "japanese"),
    ("x-euc-jp", "euc-jp", "japanese"), ("GB_2312-80", "gb2312", "chinese"), ("x-gbk", "gbk", "chinese"), ("CN-BIG5", "big5", "chinese of taiwan"),
    ("x-x-big5", "big5", "chinese of taiwan"), ("ks_c_5601-1987", "euc-kr", "korean"), ("iso-8859-8-i", "iso-8859-8", "hebrew"), ("iso-8859-11", "cp874", "thai"),
    ("unicode-1-1-utf-7", "utf-7", "vietnamese"), ("ISO-8859-9", "cp1254", "turkish"), ("latin2", "iso-8859-2", "polish"), ("winbaltrim", "cp1257", "latvian"),
]  # fmt: skip
ALIASED = [
    case(f"{language} as {name}", _plain(TEXTS[language][0], codec, f"; charset={name}"), TEXTS[language][0])
    for name, codec, language in _ALIASES
]

# (what it says, what it is, how the guess is named)
_WRONG = [
    ("us-ascii", "utf-8", "latvian", []), ("iso-8859-1", "utf-8", "russian", ["utf-8"]), ("windows-1252", "utf-8", "japanese", ["utf-8"]), ("gb2312", "utf-8", "chinese", ["utf-8"]),
    ("euc-kr", "utf-8", "korean", ["utf-8"]), ("utf-8", "cp1257", "latvian", ["cp1257"]), ("utf-8", "cp1251", "russian", ["cp1251"]), ("us-ascii", "cp1252", "spanish", ["cp1252"]),
    ("x-unknown", "koi8-r", "russian", ["koi8-u"]), ("ansi_x3.110", "cp1252", "german", ["cp1252"]), ("punycode", "cp1250", "polish", ["cp1250"]), ("unknown-8bit", "cp1253", "greek", ["cp1253"]),
    ("x-user-defined", "shift_jis", "japanese", ["cp932"]), ("utf-8", "gb18030", "chinese", ["gb18030"]), ("us-ascii", "big5", "chinese of taiwan", ["big5hkscs"]), ("us-ascii", "euc-kr", "korean", ["cp949"]),
    ("us-ascii", "iso-2022-jp", "japanese", ["iso2022-jp-2"]), ("idna", "cp1254", "turkish", ["cp1254"]), ("utf-8", "cp874", "thai", ["cp874"]), ("us-ascii", "cp1255", "hebrew", ["cp1255"]),
    ("utf-8", "cp1256", "arabic", ["cp1256"]), ("utf-8", "cp866", "russian", ["cp866"]), ("utf-8", "iso-8859-2", "czech", ["iso8859-2"]),
]  # fmt: skip
WRONG = [
    case(
        f"{language}, {codec} that says it is {said}",
        _plain(TEXTS[language][0], codec, f"; charset={said}"),
        TEXTS[language][0],
        charset_guesses=guesses,
    )
    for said, codec, language, guesses in _WRONG
]
UNDECLARED = [
    case(f"{language} in {codec} without a charset", _plain(TEXTS[language][0], codec, ""), TEXTS[language][0], charset_guesses=guesses)
    for language, codec, guesses in [
        ("latvian", "utf-8", []), ("spanish", "cp1252", ["cp1252"]), ("lithuanian", "cp1257", ["cp1257"]), ("russian", "koi8-r", ["koi8-u"]),
        ("japanese", "euc-jp", ["euc-jp"]), ("japanese", "iso-2022-jp", ["iso2022-jp-2"]), ("hungarian", "cp1250", ["cp1250"]), ("swedish", "latin-1", ["cp1252"]),
        ("icelandic", "latin-1", ["cp1252"]), ("ukrainian", "cp1251", ["cp1251"]),
    ]
]  # fmt: skip

ODD = [
    case("windows signs that claim Latin-1", letter("“Hola” – 5 € …".encode("cp1252"), content_type="text/plain; charset=iso-8859-1"), "“Hola” – 5 € …"),
    case("windows letters that claim Latin-2", letter("Žluťoučký kůň, šestá".encode("cp1250"), content_type="text/plain; charset=iso-8859-2"), "Žluťoučký kůň, šestá"),
    case("UTF-8 with a mark of byte order", letter("\ufeffPaldies, jānis".encode(), content_type="text/plain; charset=utf-8"), "Paldies, jānis"),
    case("UTF-16 with a mark and no charset", letter(base64.encodebytes("\ufeffГотово, спасибо".encode("utf-16-le")), content_type="text/plain", Content_Transfer_Encoding="base64"), "Готово, спасибо", charset_guesses=["utf-16"]),
    case("UTF-16 without a mark, low half first", letter(base64.encodebytes("Gracias, señora".encode("utf-16-le")), content_type="text/plain; charset=utf-16", Content_Transfer_Encoding="base64"), "Gracias, señora"),
    case("what was garbled before it was sent stays as it is", letter("It shows CafÃ© instead of Café", charset="utf-8"), "It shows CafÃ© instead of Café"),
    case("a soft break in the middle of a letter", letter(b"Sili=C5=\r\n=ABkot k=C4=BC=C5=AB=\r\nda", content_type="text/plain; charset=utf-8", Content_Transfer_Encoding="quoted-printable"), "Siliūkot kļūda"),
    case("UTF-8 below which a list server wrote in Latin-1", letter(TEXTS["latvian"][0].encode() + b"\nLista de correo de altavoces espa\xf1oles", content_type="text/plain; charset=utf-8"), TEXTS["latvian"][0] + "\nLista de correo de altavoces españoles", charset_guesses=["utf-8"]),
    case("the euro of Latin-9 without a charset", letter("Cuesta 30 € y está roto".encode("iso-8859-15"), content_type="text/plain"), "Cuesta 30 € y está roto", charset_guesses=["iso8859-15"]),
    case("numbers in circles in ISO-2022-JP", letter(b"\x1b$B-!%9%T!<%+!<\x1b(B OK", content_type="text/plain; charset=iso-2022-jp"), "①スピーカー OK"),
    case("half-width kana in ISO-2022-JP", letter(b"\x1b(I6E\x1b(B test", content_type="text/plain; charset=iso-2022-jp"), "ｶﾅ test"),
    case("a charset named by the HTML itself", letter("<html><head><meta charset='windows-1251'></head><p>Спасибо за ответ</p>".encode("cp1251"), content_type="text/html"), "Спасибо за ответ", html="<p>Спасибо за ответ</p>"),
    case("a charset named by old HTML itself", letter("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-7'><p>Ευχαριστώ πολύ</p>".encode("iso-8859-7"), content_type="text/html; charset=x"), "Ευχαριστώ πολύ", html="<p>Ευχαριστώ πολύ</p>"),
    case("no-break and wide spaces stay", letter("Prix\xa0: 5\xa0€ 山田　太郎"), "Prix\xa0: 5\xa0€ 山田　太郎"),
    case("joiners and soft hyphens in the text stay", letter("نمی‌کند 👩‍🔧 Donau\xaddampf"), "نمی‌کند 👩‍🔧 Donau\xaddampf"),
]  # fmt: skip

CASES: list[Case] = [*NAMED, *ALIASED, *WRONG, *UNDECLARED, *ODD]
