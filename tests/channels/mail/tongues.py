"""Sentences, names and subjects of many languages, and the charsets that can write them by their many names."""

from __future__ import annotations

# language: a sentence, a name, a short subject; charsets beside UTF-8 that can write them
LANGUAGES = {
    "en": (
        "My Duo 2 shows E-0042. Could you help, please?",
        "Hannah Cole", "Duo 2 is silent", ["us-ascii"],
    ),
    "es": (
        "Mi Duo 2 muestra E-0042. ¿Podría ayudarme, señora? Mañana viajo a Logroño.",
        "Elena Núñez Prats", "El altavoz no enciende: ¿qué hago?", ["iso-8859-1", "windows-1252", "iso-8859-15"],
    ),
    "lv": (
        "Manam Therm 300 ir kļūda H12. Vai varat palīdzēt, lūdzu? Ļoti auksts!",
        "Zane Krūmiņa", "Siltumsūknis rāda kļūdu", ["windows-1257", "iso-8859-13"],
    ),
    "lt": (
        "Šildytuvas neveikia. Ačiū už pagalbą. Ekrane mirksi klaida, laukiu jūsų.",
        "Jūratė Šakė", "Neveikia šildymas namuose", ["windows-1257"],
    ),
    "et": (
        "Kõlar ei tööta ja näitab viga. Palun aidake, ootan väga teie vastust.",
        "Õie Tõnisson", "Kõlar ei tööta", ["iso-8859-15", "windows-1257"],
    ),
    "de": (
        "Mein Therm 300 zeigt H12. Können Sie mir bitte helfen? Es ist früh; viele Grüße",
        "Jürgen Groß", "Heizung läuft nicht", ["iso-8859-1", "iso-8859-15", "windows-1252"],
    ),
    "fr": (
        "Ma barre affiche E-0107. Pourriez-vous m'aider ? Ça ne marche déjà plus, à bientôt.",
        "Zoé Lefèvre", "La barre ne marche déjà plus", ["iso-8859-1", "windows-1252"],
    ),
    "pt": (
        "A minha coluna não funciona. Não há som, só um ruído. Com atenção, João.",
        "João Conceição", "Coluna não funciona", ["iso-8859-1"],
    ),
    "it": (
        "L'altoparlante non funziona più. Perché? È già successo, così non va.",
        "Niccolò Rà", "Non funziona più nulla", ["windows-1252"],
    ),
    "pl": (
        "Głośnik nie działa. Proszę o pomoc, dziękuję. Wyświetla błąd, źle.",
        "Łucja Żak", "Głośnik nie działa", ["iso-8859-2", "windows-1250"],
    ),
    "cs": (
        "Reproduktor nefunguje, ukazuje chybu. Děkuji za pomoc, přeji hezký den, Růžena.",
        "Růžena Šťastná", "Reproduktor už nefunguje", ["iso-8859-2", "windows-1250"],
    ),
    "hu": (
        "A hangszóró nem működik, kérem segítsen. Őszinte köszönettel, üdvözlettel.",
        "Kővári Ödön", "A hangszóró nem működik", ["iso-8859-2", "windows-1250"],
    ),
    "sv": (
        "Högtalaren fungerar inte och visar ett fel. Hjälp mig är ni snälla, på måndag åker jag.",
        "Åsa Öberg", "Högtalaren är död", ["iso-8859-1"],
    ),
    "tr": (
        "Hoparlör çalışmıyor, ışığı yanmıyor. Lütfen yardım edin, teşekkürler.",
        "Işıl Çağlar", "Hoparlör çalışmıyor", ["iso-8859-9", "windows-1254"],
    ),
    "ru": (
        "Моя колонка показывает E-0042. Помогите, пожалуйста, уже третий день.",
        "Анна Белова", "Колонка не включается", ["koi8-r", "windows-1251", "iso-8859-5", "cp866"],
    ),
    "uk": (
        "Моя колонка не працює, показує помилку. Допоможіть, будь ласка, її не чути.",
        "Оленка Їжак", "Колонка не працює", ["koi8-u", "windows-1251"],
    ),
    "el": (
        "Το ηχείο δεν λειτουργεί και δείχνει σφάλμα. Παρακαλώ βοηθήστε με σήμερα.",
        "Ελένη Παππά", "Το ηχείο δεν λειτουργεί", ["iso-8859-7", "windows-1253"],
    ),
    "he": (
        "הרמקול לא עובד ומציג שגיאה. אפשר לקבל עזרה בבקשה? תודה רבה",
        "דנה לוי", "הרמקול לא עובד", ["iso-8859-8", "windows-1255"],
    ),
    "ar": (
        "مكبر الصوت لا يعمل ويعرض خطأ. هل يمكنكم مساعدتي من فضلكم؟ شكرا",
        "ليلى حسن", "مكبر الصوت لا يعمل", ["windows-1256"],
    ),
    "fa": (
        "بلندگو کار نمی‌کند و خطا نشان می‌دهد. لطفاً کمک کنید.",
        "مریم رضایی", "بلندگو کار نمی‌کند", [],
    ),
    "hi": (
        "स्पीकर काम नहीं कर रहा है। कृपया मदद करें, धन्यवाद।",
        "अनीता शर्मा", "स्पीकर काम नहीं कर रहा", [],
    ),
    "th": (
        "ลำโพงไม่ทำงานและแสดงข้อผิดพลาด กรุณาช่วยด้วย ขอบคุณค่ะ",
        "สมหญิง ใจดี", "ลำโพงไม่ทำงาน", ["tis-620"],
    ),
    "vi": (
        "Loa không hoạt động và hiển thị lỗi. Xin hãy giúp tôi, cảm ơn nhiều.",
        "Nguyễn Thị Hòa", "Loa không hoạt động", [],
    ),
    "ja": (
        "スピーカーが動きません。エラーが表示されます。よろしくお願いします。",
        "山田花子", "スピーカーが動きません", ["iso-2022-jp", "shift_jis", "euc-jp"],
    ),
    "zh": (
        "音箱打不开，显示错误代码。请帮我看一下，谢谢您的帮助。",
        "王小明", "音箱打不开，请帮我看一下", ["gb2312", "gb18030"],
    ),
    "zh-tw": (
        "喇叭打不開，顯示錯誤代碼。請幫我看一下，謝謝您的協助。",
        "陳美玲", "喇叭打不開，請您幫我看", ["big5"],
    ),
    "ko": (
        "스피커가 켜지지 않고 오류가 표시됩니다. 도와주세요, 감사합니다.",
        "김민지", "스피커가 켜지지 않습니다", ["euc-kr"],
    ),
}  # fmt: skip
ALIASES = {
    "utf-8": ["utf-8", "UTF-8", "utf8", "UTF_8", '"utf-8"', "'utf-8'", "unicode-1-1-utf-8", "utf-8 (Unicode)"],
    "iso-8859-1": ["iso-8859-1", "ISO_8859-1:1987", "latin1", "iso8859_1", "l1", "cp819"],
    "iso-8859-15": ["iso-8859-15", "latin-9", "ISO8859-15"],
    "iso-8859-2": ["iso-8859-2", "latin2"],
    "windows-1252": ["windows-1252", "CP1252", "x-ansi", "win-1252", "cp-1252"],
    "windows-1251": ["windows-1251", "cp1251", "x-cp1251", "win1251"],
    "windows-1257": ["windows-1257", "WINDOWS1257"],
    "koi8-r": ["koi8-r", "KOI8R", "koi8"],
    "shift_jis": ["shift_jis", "Shift-JIS", "x-sjis", "sjis"],
    "euc-jp": ["euc-jp", "x-euc-jp", "EUCJP"],
    "iso-2022-jp": ["iso-2022-jp", "csISO2022JP"],
    "gb2312": ["gb2312", "GB_2312-80", "gbk", "x-gbk", "csGB2312"],
    "big5": ["big5", "Big-5", "cn-big5", "x-x-big5"],
    "euc-kr": ["euc-kr", "ks_c_5601-1987", "KSC5601", "cp949"],
    "cp866": ["cp866", "IBM866", "cp-866"],
    "tis-620": ["tis-620", "windows-874", "iso-8859-11"],
    "iso-8859-8": ["iso-8859-8", "iso-8859-8-i"],
    "us-ascii": ["us-ascii", "ascii", "ANSI_X3.4-1968", "646"],
}  # fmt: skip
