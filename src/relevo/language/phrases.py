"""How customers say "I did not understand", "that is not what I asked" and "someone who speaks my language".

The table is data: one entry per language, phrases in plain spelling. ``(x)`` is an optional word, ``a|b`` are
alternatives for one word, a comma may stand after any word, apostrophes and diacritics may be missing; a
phrase that ends in ``?`` must be a question of its own ("Sorry?"), because inside a longer sentence the same
words mean something else ("Sorry, the speaker is broken").
"""

from __future__ import annotations

OPEN_REPAIRS: dict[str, tuple[str, ...]] = {
    "en": (
        "I don't|didn't|can't|cannot understand",
        "I do|did|can not understand",
        "what do you mean",
        "sorry?",
        "come again?",
        "makes|make no sense",
        "doesn't|didn't make (any) sense",
        "does|did not make (any) sense",
    ),
    "es": (
        "no (le|lo|te|la|les|os) entiendo|entendí|comprendo|comprendí",
        "cómo?",
        "mande?",
        "qué quiere|quieres decir",
        "no me queda|quedó claro",
    ),
    "lv": (
        "nesaprotu|nesapratu",
        "kā, lūdzu?",
        "ko jūs ar to domājat",
        "ko tu ar to domā",
        "nav (īsti) skaidrs",
    ),
    "ru": ("не (вас|это) понимаю|понял|поняла", "что вы имеете в виду", "в смысле?"),
    "de": (
        "ich verstehe (das|Sie|es) nicht",
        "ich habe (das|Sie|es) nicht verstanden",
        "wie bitte?",
        "was meinen Sie",
        "unklar",
    ),
    "fr": ("je (ne) (vous) comprends pas", "je n'ai pas compris", "pardon?", "c'est-à-dire?", "pas clair"),
    "pt": ("não (o|a|lhe) entendi|entendo|percebi|percebo", "como assim?", "o que quer dizer"),
    "it": ("non (la|ti) capisco", "non ho capito", "come scusi?", "cosa intende"),
    "pl": ("nie rozumiem|zrozumiałem|zrozumiałam", "słucham?", "co ma Pan|Pani na myśli"),
    "lt": ("nesuprantu|nesupratau", "ką (jūs) turite omenyje|omeny", "neaišku"),
}

REASKS: dict[str, tuple[str, ...]] = {
    "en": ("that's|that|this (is) not what I asked", "that isn't what I asked", "as I (already) said|wrote"),
    "es": (
        "eso no es lo que pregunté|pedí",
        "no es eso lo que pregunté|pedí",
        "como ya (le|te|les|os) dije|escribí",
        "como ya (le|te|les|os) he dicho|escrito",
    ),
    "lv": ("es jautāju ko citu|pavisam", "kā (es) jau rakstīju|teicu|minēju"),
    "ru": ("я спрашивал|спрашивала о другом", "я же|уже писал|писала"),
    "de": (
        "das war nicht meine Frage",
        "wie ich bereits|schon schrieb|sagte",
        "wie (ich) bereits|schon schrieb|gesagt|geschrieben",
    ),
    "fr": ("ce n'est|n'était pas ma question", "comme je (vous) l'ai déjà dit|écrit"),
    "pt": ("não foi isso (o) que perguntei", "como (eu) já disse|escrevi"),
    "it": ("non è quello|ciò che ho chiesto", "come (le|ti) ho già scritto|detto"),
    "pl": ("nie o to pytałem|pytałam", "jak już pisałem|pisałam|mówiłem|mówiłam"),
    "lt": ("ne (apie) to|tai klausiau", "kaip (aš) jau rašiau|sakiau"),
}

SPEAKER_REQUESTS: dict[str, tuple[str, ...]] = {
    "en": (
        "someone|somebody|anyone|anybody|person|agent who|that speaks|speak",
        "do you speak english",
        "does anyone|anybody speak",
        "in english please?",
    ),
    "es": (
        "alguien que hable",
        "hablan|habla|hablas|habláis (usted|ustedes) español|castellano",
        "en español, por favor",
    ),
    "lv": (
        "vai (jūs) varat|runājat latviski",
        "kāds|kādu|kādam kas runā|runātu",
        "latviski, lūdzu",
    ),
    "ru": ("можно по-русски", "кто-нибудь|кто говорит по-русски", "вы говорите по-русски"),
    "de": (
        "spricht jemand|bei|hier (Ihnen) (jemand) Deutsch",
        "jemand|jemanden, der Deutsch spricht",
        "sprechen Sie Deutsch",
    ),
    "fr": ("quelqu'un qui parle", "parlez-vous (le) français", "en français, s'il vous plaît"),
    "pt": ("alguém que fale", "fala|falam português", "em português, por favor"),
    "it": ("qualcuno che parli|parla", "parla|parlate italiano", "in italiano, per favore"),
    "pl": (
        "ktoś mówiący|mówi po polsku",
        "kto|ktoś, kto mówi po polsku",
        "(czy) mówi|mówicie (Pan|Pani|ktoś) po polsku",
    ),
    "lt": ("ar (jūs) galite|kalbate lietuviškai", "kas kalba|kalbėtų lietuviškai", "lietuviškai, prašau"),
}

WHY: dict[str, tuple[str, ...]] = {
    "en": ("why", "how come"),
    "es": ("por qué", "porqué"),
    "lv": ("kāpēc", "kādēļ"),
    "ru": ("почему", "зачем"),
    "de": ("warum", "wieso", "weshalb"),
    "fr": ("pourquoi",),
    "pt": ("por que", "porque", "por quê"),
    "it": ("perché",),
    "pl": ("dlaczego", "czemu"),
    "lt": ("kodėl",),
}
"""After "I don't understand" these open a complaint about the device, not about our words."""
