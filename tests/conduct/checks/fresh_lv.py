"""Latvian replies (jūs) written after the rules, in other words; met once before the rules were tuned on them."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

FRESH: tuple[Labelled, ...] = (
    good(
        "Labdien, Zane!\n\n"
        "Apskatīju Jūsu kontu: maksājums tiešām noņemts divreiz. Otrais, 129 eiro, jau ir ceļā atpakaļ "
        "uz Jūsu karti; bankā to parasti redz pēc trim līdz piecām dienām.\n\n"
        "Atvainojos par satraukumu!\nAndris",
        "Jūs noņēmāt naudu divreiz! Kāpēc?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Labs jautājums. Therm 200 martā pārtraucām tirgot, jo tā mikroshēmu vairs neražo, bet "
        "remontēsim to līdz 2029. gadam.\n\n"
        "Visu labu\nKristaps",
        "Vai Therm 200 ir beigts?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Neuztraucieties, Jūs visu izdarījāt pareizi. Savienošanas logs ir ļoti īss: vispirms atveriet "
        "lietotni un tad turiet Savienot, līdz dzirdat otro signālu.\n\n"
        "Ar cieņu\nMarta",
        "Nevaru savienot, ko daru nepareizi?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Kolēģe Marta lūdza, lai turpinu es, jo sūkņus pazīstu vislabāk. Dodiet man laiku līdz četriem, "
        "lai izlasītu žurnālus, un tad piezvanīšu.\n\n"
        "Ar sirsnīgiem sveicieniem\nAndris",
        "Kas tagad skatās manu lietu?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Plaisa iet pāri visam stiklam, tātad tas ir kritiena bojājums, un garantija to neietver. Jauns "
        "panelis ar darbu maksā 45 eiro. Vai pieteikt?\n\n"
        "Ar cieņu\nMarta",
        "Panelis ieplaisājis. Vai salabosiet bez maksas?",
    ),
    good(
        "Cienījamais Juri!\n\n"
        "Kā minēju iepriekšējā vēstulē, mājās jābūt kādam pieaugušajam. Vai Jums der ceturtdiena no 14 "
        "līdz 16?\n\n"
        "Ar cieņu\nAndris",
        "Kad atbrauks meistars?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Lūdzu, tūlīt izslēdziet sūkni un atveriet logu. Meistars jau ir ceļā un būs pie Jums 40 minūšu "
        "laikā. Ja jūtaties slikti, zvaniet 112.\n\n"
        "Andris",
        "Ož pēc deguma, ko darīt?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Citi klienti to atrisināja tā: iestatiet līknes režīmu uz Auto. Tas, protams, ir tikai pagaidu "
        "risinājums, tāpēc esmu pieteicis kļūdu (MAR-2231), un Jūs pirmā uzzināsiet, kad tā būs "
        "novērsta, vēlākais 5. decembrī.\n\n"
        "Ar sveicieniem\nKristaps",
        "Temperatūra lēkā. Vai ir risinājums?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Ar šo e-pastu pasūtījumu neatrodu. Varbūt maksājot norādījāt citu? Derēs arī pasūtījuma numurs "
        "no čeka.\n\n"
        "Paldies!\nMarta",
        "Kur ir mans pasūtījums?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Arī es būtu dusmīgs. Trīs izbraukumi viena vārsta dēļ nav tas, ko solām, un darbnīcai to "
        "pateicu. Pirmdien deviņos brauks mūsu pieredzējušākais meistars ar diviem vārstiem, un tas Jums "
        "neko nemaksās.\n\n"
        "Ar cieņu\nIlze",
        "Trešais izbraukums, un joprojām auksts! Tas ir joks.",
    ),
    good(
        "Nekas, Juri, tā gadās ikvienam!",
        first=False,
    ),
    good(
        "Lieliski, tad aizveru šo pieteikumu. Lai Jums jauks vakars, Zane!",
        first=False,
    ),
    good(
        "Tikko izbrauca no noliktavas: DPD 05757947031. No šī vakara redzēsiet, kā tas kustas.",
        first=False,
    ),
    good(
        "Labdien, Zane!\n\n"
        "Ar Jūsu pasūtījumu viss ir kārtībā, tikai pasts kavējās. Rēķins ir pielikumā.\n\n"
        "Ar cieņu\nMarta",
        "Vai mans pasūtījums pazudis?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Lai konts būtu drošībā, man jāpārliecinās, ka tas esat Jūs. Vai varat nosaukt piegādes pasta "
        "indeksu un pasūtījuma mēnesi? Nekad nevienam neizpaudiet paroli vai īsziņā saņemtu kodu, arī "
        "mums ne.\n\n"
        "Ar cieņu\nMarta",
        "Lūdzu, nomainiet konta e-pastu.",
    ),
    good(
        "Cienījamā Krūmiņas kundze!\n\n"
        "Lūdzu, piedodiet, ka atbilde kavējās. Jūsu izvēlētā krāsa, grafīts, atkal būs no 1. decembra. "
        "Vienu esmu Jums atlicis līdz 8. datumam.\n\n"
        "Ar cieņu\nIlze Kalniņa",
        "Nedēļu neviens neatbild. Vai jums ir grafīta krāsā?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Vajadzīgas M4 skrūves no maisiņa B; garās ir sienai. Ja to nav, pasakiet, un šodien izsūtīsim "
        "citu maisiņu.\n\n"
        "Ar sveicieniem\nMarta",
        "Kuras skrūves der kronšteinam?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Vēlreiz izlasīju instrukciju, un Jums taisnība: 7. lappuse ir nepareiza. Kreisā poga ir Režīms, "
        "labā — Laiks. Paldies, ka pamanījāt; to izlabosim.\n\n"
        "Ar cieņu\nAndris",
        "Instrukcijas 7. lappusei nav jēgas. Vai tā ir nepareiza?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Veikalā kļūdījās: Therm 300 ar baterijām nedarbojas. Varat to bez maksas atdot vai apmainīt "
        "pret Therm Go, kas tā strādā.\n\n"
        "Ar cieņu\nMarta",
        "Veikalā teica, ka strādā ar baterijām. Kā?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Diemžēl detaļu vēl gaidu. Ražotājs solīja to otrdien; man tas ir ierakstīts kalendārā, un tajā "
        "pašā dienā Jums uzrakstīšu.\n\n"
        "Ar cieņu\nAndris",
        "Nu?",
        first=False,
    ),
    rude(
        "Labdien, Zane!\n\n"
        "Nezinu, ko vēl gribat dzirdēt. Atbilde ir nē, vakar bija nē un rīt būs nē.\n\n"
        "Ar cieņu\nMarta",
        "Lūdzu, vēlreiz apsveriet atmaksu.",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Katrs, kam galvā ir kaut drusku saprašanas, regulatoru iestata piecās minūtēs. Mēģiniet "
        "vēlreiz.\n\n"
        "Ar cieņu\nMarta",
        "Neizdodas iestatīt.",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Nesaprotu, kā Jums izdevās salauzt kaut ko tik vienkāršu. Remonts maksā 60 eiro.\n\n"
        "Marta",
        "Nokrita poga.",
    ),
    rude(
        "Labdien, Zane!\n\n"
        "Jūsu tonis nav pieņemams. Rakstiet pieklājīgi vai negaidiet atbildi.\n\n"
        "Ar cieņu\nMarta",
        "Sliktākais serviss pasaulē.",
    ),
    rude(
        "Krūmiņas kundze!\n\nMēs abi zinām, ka Jūs to nometāt. Nestāstiet pasakas.\n\nAr cieņu\nKristaps",
        "Atnāca saplīsis.",
    ),
    rude(
        "Labdien, Juri!\n\nUzlieciet brilles: sērijas numurs ir uzdrukāts turpat apakšā.\n\nAr cieņu\nMarta",
        "Nevaru atrast sērijas numuru.",
    ),
    rude(
        "Labdien, Zane!\n\nTe ir klientu serviss, nevis psihologs. Kāda ir problēma?\n\nKristaps",
        "Man ļoti žēl, to man dāvināja tēvs.",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Godīgi sakot, Jūsu gados tehnika varbūt nav domāta Jums. Palūdziet mazbērnam.\n\n"
        "Ar cieņu\nMarta",
        "Man ir 74 gadi, un es nesaprotu lietotni.",
    ),
    curt(
        "Skat. pielikumu.",
        "Kā atiestatīt sūkni?",
    ),
    curt(
        "Netiek atbalstīts",
        "Vai regulators strādā ar Zigbee?",
    ),
    curt(
        "Pamēģiniet citu kabeli.",
        "Kopš vakardienas nedarbojas. Ko darīt?",
    ),
    curt(
        "Labdien!\n\ndatuma nav.\n\nMarta",
        "Kad atkal būs balts?",
    ),
    evasive(
        "Labdien, Zane!\n\n"
        "Šo jautājumu uztveram ļoti nopietni un darām visu iespējamo. Varat būt droša, ka lieta ir labās "
        "rokās.\n\n"
        "Ar cieņu\nMarta",
        "Vai dosiet jaunu regulatoru?",
    ),
    evasive(
        "Labdien, Juri!\n\nTas ir pierakstīts, un atbildīgā komanda ir informēta.\n\nAr cieņu\nMarta",
        "Vai varat nomainīt piegādes adresi?",
    ),
    evasive(
        "Labdien, Juri!\n\nPar piegādi jautājiet kurjeram, mēs tikai pārdodam preci.\n\nAr cieņu\nMarta",
        "Kur ir mans sūtījums?",
    ),
    evasive(
        "Labdien, Zane!\n\n"
        "Kaut kad jau nokārtosies, redzēsim. Došu ziņu, kad kaut ko uzzināšu.\n\n"
        "Ar cieņu\nMarta",
        "Kad saņemšu naudu?",
    ),
    evasive(
        "Cienījamais %VĀRDS%!\n\nJūsu sūknis ir salabots un rīt izbrauks ar DPD.\n\nAr cieņu\nAndris",
        "Vai tas ir salabots?",
    ),
)
