"""Latvian replies (jūs) written last, after all tuning; the rules were not changed for them."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

BLIND: tuple[Labelled, ...] = (
    good(
        "Labdien, Juri!\n\n"
        "Ja pēc restartēšanas troksnis nepāriet, zvaniet man tieši: +371 20 000 111. Esmu sasniedzams "
        "līdz astoņiem vakarā.\n\n"
        "Ar cieņu\nAndris",
        "Dūc. Ko darīt, ja restartēšana nelīdz?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Lūgšu kurjeram piegādes fotogrāfiju un rīt no rīta to Jums nosūtīšu. Ja sūtījums atstāts pie "
        "citām durvīm, uzreiz nosūtīsim citu.\n\n"
        "Ar cieņu\nMarta",
        "Rakstīts, ka piegādāts, bet man nekā nav!",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Neviens cits Jūsu kontam netiek klāt, pārbaudīju žurnālu. Jaunā ierīce sarakstā ir Jūsu paša "
        "planšete.\n\n"
        "Ar cieņu\nMarta",
        "Vai kāds cits ir manā kontā?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Cik reižu gaismiņa iemirgojas, pirms nodziest? Trīs nozīmē tīklu, piecas — bateriju.\n\n"
        "Paldies!\nKristaps",
        "Gaismiņa mirgo un nodziest. Kāpēc?",
    ),
    good(
        "Cienījamais Juri!\n\n"
        "Jums par to nav jāmaksā, tāpēc rēķinu anulēju. Nesaprotu, kā tas vispār tika nosūtīts; lūdzu, "
        "piedodiet.\n\n"
        "Ar cieņu\nIlze",
        "Kāpēc saņemu rēķinu par garantijas remontu?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Uzmanieties ar karsto cauruli kreisajā pusē, kad noņemat vāku. Tad pagrieziet sarkano vārstu "
        "ceturtdaļu pa labi, nospiediet OK, un viss.\n\n"
        "Ar cieņu\nAndris",
        "Kā atvērt vārstu ar roku?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Ir labāka ziņa: atdot nemaz nevajag. Ja krāsa nepatīk, bez maksas atsūtīsim citu paneli.\n\n"
        "Ar sveicieniem\nMarta",
        "Krāsa nepatīk. Kā to atdot?",
    ),
    good(
        "Tieši tagad to skatos un desmit minūšu laikā uzrakstīšu.",
        "Joprojām nesilda!",
        first=False,
    ),
    good(
        "Sapratu, pārcēlu vizīti uz otrdienu plkst. 10.",
        "Pirmdien nevaru.",
        first=False,
    ),
    good(
        "Labdien, Juri!\n\n"
        "Saprotu, cik tas ir grūti šādā salā, un man ļoti žēl. Elektriskais sildītājs jau ir ceļā pie "
        "Jums ar taksometru, un meistars būs rīt no paša rīta, plkst. 7.30.\n\n"
        "Ar cieņu\nAndris",
        "Nav apkures, ārā -15 un mājās mazulis!",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Atklāti sakot, nav vērts par to runāt. Noteikumi Jums bija zināmi.\n\n"
        "Ar cieņu\nMarta",
        "Gribu atdot pēc 40 dienām.",
    ),
    rude(
        "Labdien, Zane!\n\nTo Jums jau skaidrojām, divreiz. Lasiet mūsu vēstules.\n\nMarta",
        "Kas man jāsūta?",
        first=False,
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Ja Jūs būtu ievērojis soļus, viss jau strādātu. Izdariet tos vēlreiz, un kārtīgi.\n\n"
        "Ar cieņu\nMarta",
        "Joprojām nestrādā.",
    ),
    rude(
        "Krūmiņas kundze!\n\nJūsu attieksme nepalīdz. Mēs neesam Jūsu kalpi.\n\nAr cieņu\nMarta",
        "Dariet kaut ko!",
    ),
    rude(
        "Labdien, Juri!\n\nTā nav mūsu vaina, ja pērkat lētus kabeļus.\n\nAr cieņu\nMarta",
        "Ar manu kabeli krakšķ.",
    ),
    rude(
        "Labdien, Zane!\n\nApsveicu, esat atradusi izslēgšanas pogu. Ieslēdziet.\n\nMarta",
        "Nekas nedarbojas.",
    ),
    rude(
        "Labdien, Juri!\n\nKam gan kas tāds ienāk prātā? Elektroniku nemazgā, to zina visi.\n\nKristaps",
        "Es to nomazgāju.",
    ),
    rude(
        "Labdien, Zane!\n\nBeidziet mūs traucēt ar vienu un to pašu jautājumu.\n\nAr cieņu\nMarta",
        "Vai ir jaunumi?",
        first=False,
    ),
    curt(
        "Jautājiet veikalā.",
        "Vai ir garāks kabelis?",
    ),
    curt(
        "Tas ir normāli.",
        "Ļoti sakarst. Vai tas ir bīstami?",
        first=False,
    ),
    curt(
        "Labdien\n\nnaudu neatdosim\n\nMarta",
        "Vai varu saņemt naudu atpakaļ?",
    ),
    evasive(
        "Labdien, Zane!\n\n"
        "Paldies par pacietību. Jūsu lieta ir nodota nākamajam līmenim, un kāds ar Jums sazināsies.\n\n"
        "Ar cieņu\nMarta",
        "Vai mans sūknis ir salabots?",
    ),
    evasive(
        "Labdien, Juri!\n\nMan tādas informācijas nav, jautājiet veikalā.\n\nAr cieņu\nMarta",
        "Kad būs baltie?",
    ),
    evasive(
        "Labdien, Juri!\n\n"
        "Saprotam Jūsu neapmierinātību un novērtējam atsauksmes, kas palīdz mums uzlaboties.\n\n"
        "Ar cieņu\nMarta",
        "Kāpēc nav siltuma?",
    ),
    evasive(
        "Labdien, Zane!\n\n"
        "Siltuma sajūta ir gaumes lieta, un katra telpa ir citāda. Daudzi klienti ir apmierināti.\n\n"
        "Ar cieņu\nMarta",
        "Vai var mainīt līkni?",
    ),
    evasive(
        "Cienījamais <vārds>!\n\nAtmaksa 40 eiro šodien samaksāta.\n\nAr cieņu\nAndris",
        "Kur ir mana atmaksa?",
    ),
)
