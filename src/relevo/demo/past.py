"""The script of the demo's past, from Friday afternoon to Sunday 03:00: who wrote what, and what was answered."""

from __future__ import annotations

from relevo.demo.letters.values import Letter
from relevo.demo.past_values import Answered, Approved, HandedOver, Noted, Prepared, Replied, Step, Wrote

SCRIPT: tuple[Step, ...] = (
    Wrote("Fri 17:15", Letter(
        "duo-crackle", "Jorge", "auralis", "El Duo 2 crepita a volumen bajo",
        "Buenas tardes:\n\n"
        "Mi otro Auralis Duo 2 (AD2-4470112) crepita cuando lo escucho bajito por la noche. A volumen normal no"
        " se nota. Por Bluetooth y por wifi pasa lo mismo.\n\nJorge Molina",
        (
            (
                "He probado en otro enchufe y en otra habitación: sigue crepitando, con cualquier emisora.\n\n"
                "Jorge"
            ),
            "De acuerdo, lo envío el lunes. Gracias.\n\nJorge",
        ),
    )),
    Replied(
        "Fri 17:38", "duo-crackle", "Iker",
        "Buenas tardes, Jorge:\n\n"
        "Gracias por describirlo con tanto detalle. Para saber si es el altavoz o la corriente, por favor"
        " pruébelo en otro enchufe, lejos de transformadores, y con otra emisora. Si en los dos sitios crepita,"
        " lo cambiamos.\n\nQuedo a la espera de lo que observe.\n\nUn saludo cordial,\nIker",
        topic="sound",
    ),
    Prepared(
        "Fri 17:50", "duo-crackle", "Iker",
        "Probably the amplifier board of the early 2025 batch; the serial fits.",
        "If another socket changes nothing, offer an exchange. No need to ask the workshop.",
    ),
    Wrote("Sat 18:10", Letter(
        "beam-hdmi", "Jorge", "auralis", "El Beam no se enciende con el televisor",
        "Buenas tardes:\n\n"
        "He cambiado de televisor y ahora tengo que encender el Auralis Beam (ABM-204118) a mano. Con el anterior"
        " se encendía solo. ¿Dónde se cambia eso?\n\nJorge Molina",
        (
            "Estaba desactivada, tal como decía. Ya se enciende solo. Muchas gracias por la rapidez.\n\nJorge",
        ),
    )),
    Wrote("Sat 18:25", Letter(
        "h12-auksta-maja", "Zane", "mareko", "Siltumsūknis nesilda, H12",
        "Labvakar!\n\n"
        "Atgriezāmies mājās, un Mareko Flow (MFL-201906) rāda H12. Pa dienu divas reizes pazuda elektrība. Mājā"
        " ir 15 grādi, mazais bērns ir saaukstējies. Ko varam darīt paši?\n\n"
        "Zane Krūmiņa",
        (
            (
                "Paldies! Sniegu notīrīju, Reset nospiedu, un tas jau silda. Vai pa nakti tas var"
                " atkārtoties?\n\nZane"
            ),
        ),
    )),
    Replied(
        "Sat 18:32", "beam-hdmi", "Mateo",
        "Buenas tardes, Jorge:\n\n"
        "Gracias por escribirnos. El encendido automático depende de una función del televisor que en los modelos"
        " nuevos suele venir desactivada. Por favor, búsquela en los ajustes del televisor con el nombre"
        " «HDMI-CEC» o «control de dispositivos», actívela y apague ambos un minuto.\n\n"
        "Si después el Beam sigue sin encenderse, dígame la marca del televisor y le indico el menú exacto.\n\n"
        "Un saludo cordial,\nMateo",
        topic="connection",
    ),
    Replied(
        "Sat 18:36", "h12-auksta-maja", "Marta",
        "Labvakar, Zane!\n\n"
        "Saprotu, ka ar slimu bērnu tas ir steidzami. Pēc strāvas pārtraukuma Mareko Flow drošības dēļ gaida, un"
        " to rāda kods H12. Lūdzu, dariet tā:\n\n"
        "1. Pārbaudiet, vai āra bloks nav apsnidzis, un notīriet sniegu ar mīkstu suku.\n2. Nospiediet Reset"
        " vienu reizi un turiet trīs sekundes.\n3. Pagaidiet desmit minūtes; siltumam jāparādās pusstundas"
        " laikā.\n\nJa H12 parādās vēlreiz, uzrakstiet man, un es šovakar piezvanīšu dežūrējošajam meistaram.\n\n"
        "Ar cieņu\nMarta",
        topic="heating",
    ),
    Wrote("Sat 18:40", Letter(
        "duo-alarm", "Hannah", "auralis", "Duo 2 alarm an hour early",
        "Hello,\n\n"
        "Since the clocks changed, the alarm of my Auralis Duo 2 (AD2-6021174) goes off an hour early, although"
        " the app shows the right time. I would rather not get up at five again.\n\n"
        "Hannah Cole",
        ("It rang at the right time this morning. Thank you!\n\nHannah",),
    )),
    Answered("Sat 18:55", "beam-hdmi"),
    Replied(
        "Sat 18:58", "duo-alarm", "Lucía",
        "Hello Hannah,\n\n"
        "Thank you for telling us, and I am sorry about the early mornings. The speaker keeps its own time zone,"
        " and it was still set to the one before the change. Please open the app, choose your Duo 2, then"
        " Settings and Time zone, and select London once more.\n\n"
        "The alarm will be right from tomorrow. If it is not, please write back and we will look at the speaker's"
        " log together.\n\nKind regards,\nLucía",
        topic="sound",
    ),
    Answered("Sat 18:59", "h12-auksta-maja"),
    Replied(
        "Sat 19:02", "beam-hdmi", "Mateo",
        "Hola, Jorge:\n\n"
        "Me alegra mucho que ya funcione, y gracias por avisarnos. Dejo el caso cerrado; si vuelve a notar algo,"
        " responda a este mismo correo y lo retomamos.\n\nUn saludo cordial,\nMateo",
        then="solved",
    ),
    Replied(
        "Sat 19:05", "h12-auksta-maja", "Marta",
        "Labvakar, Zane!\n\n"
        "Priecājos, ka jau silda. Atkārtoties var tikai tad, ja atkal pazūd strāva; tad pietiek ar vienu Reset."
        " Novēlu bērniņam ātri izveseļoties. Ja naktī kaut kas nav skaidrs, atbildiet uz šo vēstuli.\n\n"
        "Ar cieņu\nMarta",
        then="solved",
    ),
    Approved("Sat 19:06", "duo-alarm", "Valeria"),
    Wrote("Sat 19:20", Letter(
        "hub-video", "Elena", "auralis", "El Hub pierde la red: E-0107",
        "Hola:\n\n"
        "El Auralis Hub (AHB-2207733) muestra E-0107 desde que instalaron la fibra. Los altavoces no aparecen en"
        " la aplicación. Mañana celebramos el cumpleaños de mi hija y quería tener música en el jardín.\n\n"
        "Gracias,\nElena Prats",
        ("Funciona todo, y la fiesta fue un éxito. Gracias.\n\nElena",),
    )),
    Wrote("Sat 19:40", Letter(
        "izmaksas", "Juris", "mareko", "Therm 300 ieslēdz apkuri naktī",
        "Labdien!\n\n"
        "Mareko Therm 300 (MT3-118650) katru nakti trijos ieslēdz apkuri, lai gan grafikā ir 6.00. Rēķins aug. Kā"
        " to izslēgt?\n\nJuris Vītols",
        ("Tagad sāk sešos. Paldies!\n\nJuris",),
    )),
    Replied(
        "Sat 19:59", "izmaksas", "Marta",
        "Labvakar, Juri!\n\n"
        "Tā ir funkcija “Agrais starts”: regulators sāk sildīt agrāk, lai sešos jau būtu silti. Lūdzu, atveriet"
        " Iestatījumi, Apkure, Agrais starts un izslēdziet to vai ierobežojiet līdz vienai stundai.\n\n"
        "Uzrakstiet, lūdzu, rīt, vai naktī bija mierīgi.\n\nAr cieņu\nMarta",
        topic="heating",
    ),
    Answered("Sat 20:02", "duo-crackle"),
    Wrote("Sat 20:15", Letter(
        "order-late", "Tom", "auralis", "Where is my order 70233?",
        "I ordered an Auralis Beam eleven days ago. The page has said “shipped tomorrow” for a week now. Two"
        " mails to you went unanswered. I am close to cancelling and buying elsewhere.\n\n"
        "Tom Baker",
        (
            "House number is 48. And I will believe it when I see the tracking number.\n\nTom",
            "It came on Wednesday as you said. Thank you.\n\nTom",
        ),
    )),
    Replied(
        "Sat 20:24", "duo-crackle", "Mateo",
        "Buenas noches, Jorge:\n\n"
        "Muchas gracias por probarlo. Si crepita en los dos sitios, es el altavoz, y se lo cambiamos. Por favor,"
        " dígame a qué dirección le enviamos la etiqueta para la recogida; el lunes sale de nuestro almacén el"
        " nuevo.\n\nUn saludo cordial,\nMateo",
    ),
    Replied(
        "Sat 20:31", "order-late", "Mateo",
        "Hello Tom,\n\n"
        "I am sorry: eleven days without a straight answer is not what you should get from us, and two mails that"
        " nobody answered even less so. I have looked at order 70233. The carrier returned the parcel to our"
        " warehouse on Thursday because the house number was missing on the label.\n\n"
        "Please tell me your house number, and I will have it labelled again. I will write to you on Monday with"
        " the tracking number.\n\nKind regards,\nMateo",
        topic="order",
    ),
    Wrote("Sat 20:40", Letter(
        "duo-latviski", "Zane", "auralis", "Duo 2 runā angliski",
        "Labvakar!\n\n"
        "Uzdāvināju vecmāmiņai Auralis Duo 2 (AD2-5180901), bet tas visu saka angliski. Vai paziņojumus var"
        " pārslēgt uz latviešu valodu?\n\nZane",
        ("Viss izdevās, vecmāmiņa ir laimīga. Liels paldies!\n\nZane",),
    )),
    Replied(
        "Sat 20:58", "duo-latviski", "Marta",
        "Labvakar, Zane!\n\n"
        "Jā, var. Lūdzu, atveriet lietotnē Duo 2, tad Iestatījumi, Valoda un paziņojumi, un izvēlieties latviešu"
        " valodu. Skaļrunis lejupielādēs balsi, tas aizņem apmēram divas minūtes. Balss komandas gan pagaidām ir"
        " tikai angliski un spāniski.\n\n"
        "Ja valodas sarakstā nav, uzrakstiet man lietotnes versiju, un es pārbaudīšu.\n\n"
        "Ar cieņu\nMarta",
        topic="sound",
    ),
    Answered("Sat 21:10", "order-late"),
    Wrote("Sat 21:20", Letter(
        "therm-offline", "Tom", "mareko", "Therm 300 offline, H27",
        "Hi,\n\n"
        "The Mareko Therm 300 (MT3-733012) in our holiday flat shows H27, a neighbour says. I only have the app"
        " and it lists the controller as offline. It will be minus ten tonight and I worry about the pipes.\n\n"
        "Tom Baker",
        (
            (
                "The neighbour has unplugged the router, and the controller still shows H27. He did not find a"
                " round button.\n\nTom"
            ),
            "The neighbour did it, and I can see it again. Thank you both.\n\nTom",
        ),
    )),
    Replied(
        "Sat 21:30", "order-late", "Mateo",
        "Hello Tom,\n\n"
        "Thank you, number 48 is on the new label now. You will have the tracking number from me on Monday before"
        " noon, and I have taken the shipping cost off your order.\n\n"
        "Kind regards,\nMateo",
    ),
    Replied(
        "Sat 21:35", "therm-offline", "Kristaps",
        "Hello Tom,\n\n"
        "The heating keeps running on its last schedule while H27 is shown, so the pipes are safe for now: H27"
        " only means that the controller has lost the router. Could your neighbour unplug the router for half a"
        " minute, and then hold the round button of the Therm 300 for five seconds?\n\n"
        "Please tell us whether the controller is back in your app; a colleague is here all night.\n\n"
        "Kind regards,\nKristaps",
        topic="installation",
    ),
    Answered("Sat 21:40", "duo-latviski"),
    Prepared(
        "Sat 21:48", "therm-offline", "Kristaps",
        "Router trouble at the flat, not the controller. The heating runs on its last schedule.",
        "If the neighbour cannot get in, ask Tom for the router's model and offer the frost guard from the app.",
    ),
    Replied(
        "Sat 21:50", "duo-latviski", "Marta",
        "Labvakar, Zane!\n\n"
        "Paldies, ka pastāstījāt! Lai vecmāmiņai patīkama klausīšanās. Ja rodas vēl kāds jautājums, atbildiet uz"
        " šo vēstuli.\n\nAr cieņu\nMarta",
        then="solved",
    ),
    Replied(
        "Sat 22:05", "hub-video", "Mateo",
        "Buenas noches, Elena:\n\n"
        "Disculpe la espera: hemos tardado demasiado en contestarle. Con la fibra suele cambiar el nombre de la"
        " red y el Hub sigue buscando la anterior, de ahí el E-0107. Por favor, mantenga pulsado diez segundos el"
        " botón de la base y elija la red nueva en la aplicación; los altavoces volverán solos.\n\n"
        "Si antes de la fiesta algo no funciona, responda a este correo: esta noche hay alguien aquí.\n\n"
        "Un saludo cordial,\nMateo",
        topic="connection",
    ),
    Wrote("Sat 23:30", Letter(
        "duo-e0042", "Toni", "auralis", "E-0042 en el Duo 2",
        "Buenas noches:\n\n"
        "Tras actualizar a 4.2.1 el Duo 2 (AD2-7710346) se queda con el aro rojo y E-0042. Ya lo he reiniciado"
        " dos veces.\n\nToni",
        (
            "Eso es lo que ya he hecho, dos veces. Sigue el aro rojo y E-0042.\n\nToni",
            "Ahora sí arranca. Gracias.\n\nToni",
        ),
    )),
    Replied(
        "Sat 23:41", "duo-e0042", "Mateo",
        "Hola, Toni:\n\n"
        "Reinicie el altavoz con el botón de la base durante quince segundos y espere a la luz blanca.\n\n"
        "Un saludo,\nMateo",
        topic="connection",
    ),
    Wrote("Sun 00:15", Letter(
        "flow-hotel", "Elena", "mareko", "Modo vacaciones de la Mareko Flow",
        "Hola:\n\n"
        "Nos vamos diez días y no encuentro cómo bajar la Mareko Flow (MFL-118204) a modo vacaciones desde la"
        " aplicación. ¿Hay que hacerlo en el aparato?\n\nElena Prats",
        ("Muchas gracias, así lo haré.\n\nUn saludo.",),
    )),
    Answered("Sun 00:20", "duo-e0042"),
    Replied(
        "Sun 00:33", "flow-hotel", "Mateo",
        "Buenas noches, Elena:\n\n"
        "Se puede hacer desde la aplicación: abra su Mareko Flow, después Programas y Vacaciones, e indique el"
        " día de salida y el de regreso. La bomba mantendrá 12 grados y calentará la casa seis horas antes de su"
        " vuelta.\n\nSi el menú no aparece, por favor escríbanos la versión de la aplicación.\n\n"
        "Buen viaje y un saludo cordial,\nMateo",
        topic="heating",
    ),
    Replied(
        "Sun 00:41", "duo-e0042", "Mateo",
        "Hola, Toni:\n\n"
        "Tiene razón, y le pido disculpas: no leí bien que ya lo había reiniciado. Con la versión 4.2.1 hace"
        " falta el arranque de recuperación: desenchufe el altavoz, mantenga pulsado el botón de la base,"
        " enchúfelo sin soltarlo y suéltelo con la luz azul. Sus emisoras se conservan.\n\n"
        "Si sigue mostrando E-0042, dígamelo y le enviamos otro Duo 2.\n\n"
        "Un saludo cordial,\nMateo",
    ),
    Noted(
        "Sun 00:44", "duo-e0042", "Mateo",
        "Third E-0042 after 4.2.1 this week. The plain restart does not help; the recovery start does. Worth a"
        " known issue.",
    ),
    HandedOver(
        "Sun 00:52", "order-late", "Mateo",
        "Parcel 70233 came back on Thursday: the house number was missing. Tom has given it: 48. He is angry, and"
        " rightly so.",
        "The warehouse must send it on Monday before noon; he was promised the tracking number by then.",
    ),
    Answered("Sun 02:12", "therm-offline"),
    Wrote("Sun 02:28", Letter(
        "flow-noise", "Hannah", "mareko", "Loud Flow at night",
        "Good evening,\n\n"
        "Our Mareko Flow (MFL-330918) hums loudly every half hour tonight. It is minus six outside, and there is"
        " a little ice on the grille. Is something wrong?\n\nHannah Cole",
        (
            "The ice went away by itself after ten minutes, and now it is quiet. Is that normal?\n\nHannah",
            "Good to know. Good night!\n\nHannah",
        ),
    )),
    Wrote("Sun 02:31", Letter(
        "h27-nakti", "Juris", "mareko", "H27 nakts vidū",
        "Labvakar, laikam jau labrīt.\n\n"
        "Regulators Mareko Therm 300 (MT3-118650) pēkšņi rāda H27, un lietotnē tas ir pelēks. Apkure strādā. Vai"
        " jādara kaut kas uzreiz, vai var gaidīt līdz rītam?\n\nJuris Vītols",
        (
            "Sapratu, paldies. Tad eju gulēt.\n\nJuris",
            "No rīta nospiedu pogu, un viss ir kārtībā.\n\nJuris",
        ),
    )),
    Wrote("Sun 02:41", Letter(
        "duo-garantia", "Elena", "auralis", "¿Garantía de un Duo 2 regalado?",
        "Hola:\n\n"
        "Me regalaron un Auralis Duo 2 (AD2-3390771) y no tengo el tique. Desde ayer el canal izquierdo suena más"
        " bajo. ¿Puedo usar la garantía solo con el número de serie?\n\n"
        "Elena Prats",
        (
            "El color es gris, y lo compraron en Valencia. ¿Qué hago ahora?\n\nElena",
            "Muchas gracias, así lo haré.\n\nUn saludo.",
        ),
    )),
    Wrote("Sun 02:45", Letter(
        "beam-return", "Hannah", "auralis", "Returning a Beam",
        "Hello,\n\n"
        "I would like to return the Auralis Beam (ABM-190871) that I bought nine days ago. It is too long for our"
        " shelf. The box is open, but everything is in it. How do I send it back, and who pays?\n\n"
        "Hannah Cole",
        ("Thank you, I will take it to the post office on Monday.\n\nHannah",),
    )),
    Wrote("Sun 02:52", Letter(
        "hub-two-homes", "Tom", "auralis", "One Hub for two flats?",
        "Hi,\n\n"
        "Can one Auralis Hub serve speakers in two flats on the same network, or do I need a second one? They are"
        " one floor apart.\n\nCheers,\nTom",
        ("Thank you, that helps.",),
    )),
    Replied(
        "Sun 02:56", "beam-return", "Lucía",
        "Hello Hannah,\n\n"
        "Thank you for your message. You can return the Beam within thirty days, and an open box is fine as long"
        " as everything is in it. Please reply with your order number, and we will send you a label by mail; the"
        " return costs you nothing.\n\n"
        "The money is back on your account within five working days after it has arrived.\n\n"
        "Kind regards,\nLucía",
        topic="order",
    ),
)  # fmt: skip

PAST: tuple[Letter, ...] = tuple(step.letter for step in SCRIPT if isinstance(step, Wrote))
"""The letters of the script; the town knows how their writers answer what comes later."""
