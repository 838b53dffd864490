"""Letters in Latvian."""

from __future__ import annotations

from relevo.demo.letters.values import Letter

LATVIAN: tuple[Letter, ...] = (
    Letter(
        "h12-pec-stravas", "Zane", "mareko", "H12 pēc strāvas pārtraukuma",
        "Labvakar!\n\n"
        "Pēc strāvas pārtraukuma siltumsūknis Mareko Flow (MFL-204477) rāda H12 un nesilda. Mājā jau ir 14 grādi,"
        " un mums ir zīdainis. Ko darīt, negaidot pirmdienu?\n\nAr cieņu\nZane Krūmiņa",
        (
            "Paldies, sniegu notīrīju un Reset nospiedu, bet pēc desmit minūtēm H12 ir atpakaļ.\n\nZane",
            "Tagad silda, mājā jau 18 grādi. Liels paldies par ātro palīdzību!\n\nZane",
        ),
    ),
    Letter(
        "h27-aplikacija", "Juris", "mareko", "Lietotne neredz Therm 300, kods H27",
        "Labdien!\n\n"
        "Nomainīju interneta maršrutētāju, un kopš tā brīža Mareko Therm 300 (MT3-118650) rāda H27. Ar roku"
        " temperatūru var mainīt, bet lietotnē regulators ir pelēks. Kā to pieslēgt no jauna?\n\n"
        "Juris Vītols",
        ("Izdevās ar pirmo reizi, paldies!\n\nJuris",),
    ),
    Letter(
        "rekins-par-siltumu", "Juris", "mareko", "Elektrības rēķins divkāršojies",
        "Labdien,\n\n"
        "kopš septembra, kad uzlika Mareko Flow, elektrības rēķins ir divreiz lielāks, nekā solīja montieris."
        " Esmu ļoti neapmierināts. Vai iestatījumi ir nepareizi, vai arī sūknis ir bojāts? Gribu saņemt skaidru"
        " atbildi, nevis atrunas.\n\nJuris Vītols",
        (
            "Turpgaitas temperatūra ir uzlikta uz 55 grādiem, mājā ir apsildāmās grīdas.\n\nJuris",
            "Samazināju, kā teicāt. Paskatīšos uz nākamo rēķinu. Paldies par skaidrojumu.\n\nJuris",
        ),
    ),
    Letter(
        "grafiks-nedelas-nogalei", "Zane", "mareko", "Kā iestatīt nedēļas nogales grafiku?",
        "Sveiki!\n\n"
        "Vai Mareko Therm 300 var nedēļas nogalē sākt sildīt vēlāk nekā darbdienās? Atradu tikai vienu grafiku"
        " visām dienām.\n\nPaldies!\nZane",
        ("Atradu, tieši tur arī bija. Paldies un jauku dienu!\n\nZane",),
    ),
    Letter(
        "garantija-therm", "Juris", "mareko", "Garantija Therm 300",
        "Labdien!\n\n"
        "Pirku Mareko Therm 300 pirms 26 mēnešiem, sērijas numurs MT3-090311. Ekrāns vairs neiedegas, lai gan"
        " apkure darbojas. Vai garantija vēl ir spēkā?\n\nAr cieņu\nJuris Vītols",
        ("Sapratu. Čeku nosūtīšu, tiklīdz atradīšu.\n\nJuris",),
    ),
    Letter(
        "duo-pulkstenis", "Zane", "auralis", "Duo 2 no rīta neieslēdzas, E-0042",
        "Labrīt!\n\n"
        "Mans Auralis Duo 2 (AD2-5180264) pēc atjauninājuma no rīta vairs neieslēdz radio. Lietotne rāda E-0042,"
        " gredzens divreiz pamirgo sarkanā krāsā. Vai jūs varat atbildēt latviski?\n\n"
        "Zane Krūmiņa",
        (
            "Izdarīju visu pēc kārtas. Skaļrunis ieslēdzās, bet pēc stundas atkal E-0042.\n\nZane",
            "Šorīt radio ieslēdzās laikā. Paldies!\n\nZane",
        ),
    ),
    Letter(
        "beam-latviesu-balss", "Juris", "auralis", "Vai Beam saprot latviešu valodu?",
        "Labdien!\n\n"
        "Gribu dāvināt mammai Auralis Beam. Vai balss vadība saprot latviešu valodu, un vai lietotne ir"
        " latviski?\n\nPaldies par atbildi.\nJuris",
        ("Paldies, tad ņemšu. Jauku vakaru!\n\nJuris",),
    ),
    Letter(
        "hub-atgriezt", "Zane", "auralis", "Vēlos atgriezt Hub",
        "Labdien,\n\n"
        "pirms nedēļas nopirku Auralis Hub (AHB-3310952), bet mājās tas man nav vajadzīgs: televizors visu dara"
        " pats. Iepakojums ir atvērts. Kā to atgriezt un kad saņemšu naudu?\n\n"
        "Zane",
        ("Labi, iepakošu un nosūtīšu pirmdien. Paldies!\n\nZane",),
    ),
)  # fmt: skip
