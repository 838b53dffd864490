"""Spanish replies (usted) written last, after all tuning; the rules were not changed for them."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

BLIND: tuple[Labelled, ...] = (
    good(
        "Hola, Toni:\n\n"
        "Si sigue así después de reiniciarlo, llámeme directamente al +34 960 000 111. Estoy hasta las "
        "ocho de la tarde.\n\n"
        "Un saludo,\nIker",
        "Zumba. ¿Y si el reinicio no ayuda?",
    ),
    good(
        "Hola, Elena:\n\n"
        "Voy a hablar con la mensajería para que me manden la foto de la entrega y mañana por la mañana "
        "se la envío. Si lo dejaron en otra puerta, le mando otro enseguida.\n\n"
        "Un saludo,\nValeria",
        "¡Pone entregado y no tengo nada!",
    ),
    good(
        "Hola, Toni:\n\n"
        "Nadie más tiene acceso a su cuenta, lo he comprobado en el registro. El dispositivo nuevo de la "
        "lista es su propia tableta.\n\n"
        "Saludos,\nValeria",
        "¿Hay alguien más en mi cuenta?",
    ),
    good(
        "Hola, Elena:\n\n"
        "¿Cuántas veces parpadea la luz antes de apagarse? Tres significan la red y cinco, la batería.\n\n"
        "Gracias,\nMateo",
        "La luz parpadea y se apaga. ¿Por qué?",
    ),
    good(
        "Estimado Toni:\n\n"
        "Usted no tiene que pagar nada, así que he anulado la factura. No entiendo cómo pudo salir; le "
        "pido disculpas.\n\n"
        "Un cordial saludo,\nCarmen",
        "¿Por qué me llega una factura por una reparación en garantía?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Tenga cuidado con el cable rojo al quitar la tapa. Después gire la rueda un cuarto a la "
        "derecha, pulse OK y ya está.\n\n"
        "Saludos,\nMateo",
        "¿Cómo lo abro a mano?",
    ),
    good(
        "Hola, Elena:\n\n"
        "Hay una noticia mejor: no hace falta que lo devuelva. Si no le gusta el color, le enviamos otro "
        "frontal gratis.\n\n"
        "Un saludo,\nLucía",
        "No me gusta el color. ¿Cómo lo devuelvo?",
    ),
    good(
        "Lo estoy mirando ahora mismo y le escribo en diez minutos.",
        "¡Sigue sin sonido!",
        first=False,
    ),
    good(
        "Entendido, he pasado la visita al martes a las diez.",
        "El lunes no puedo.",
        first=False,
    ),
    good(
        "Hola, Toni:\n\n"
        "Imagino lo duro que es quedarse sin música en plena boda, y lo siento mucho. Va para allá un "
        "equipo en taxi y llega a las 20:30.\n\n"
        "Un saludo,\nIker",
        "¡El altavoz se ha muerto en mitad de la boda!",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Francamente, no merece la pena discutirlo. Ya conoce usted las normas.\n\n"
        "Saludos,\nMateo",
        "Quiero devolverlo a los 40 días.",
    ),
    rude(
        "Hola, Elena:\n\nEsto ya se lo explicamos, dos veces. Haga el favor de leer los correos.\n\nLucía",
        "¿Qué tengo que mandar?",
        first=False,
    ),
    rude(
        "Hola, Toni:\n\n"
        "Si hubiera seguido los pasos, ya le funcionaría. Hágalos otra vez, y bien.\n\n"
        "Saludos,\nMateo",
        "Sigue sin funcionar.",
    ),
    rude(
        "Señora Prats:\n\nSu actitud no ayuda. No somos sus criados.\n\nSaludos,\nLucía",
        "¡Hagan algo!",
    ),
    rude(
        "Hola, Toni:\n\nNo es culpa nuestra que compre cables baratos.\n\nSaludos,\nMateo",
        "Con mi cable cruje.",
    ),
    rude(
        "Hola, Elena:\n\nEnhorabuena, ha encontrado el botón de apagado. Enciéndalo.\n\nLucía",
        "No funciona nada.",
    ),
    rude(
        "Hola, Toni:\n\n¿A quién se le ocurre? Los aparatos no se mojan, eso lo sabe todo el mundo.\n\nMateo",
        "Lo he lavado.",
    ),
    rude(
        "Hola, Elena:\n\nDeje de molestarnos con la misma pregunta.\n\nSaludos,\nMateo",
        "¿Hay noticias?",
        first=False,
    ),
    curt(
        "Pregunte en su tienda.",
        "¿Hay un cable más largo?",
    ),
    curt(
        "Es normal.",
        "Se calienta mucho. ¿Es peligroso?",
        first=False,
    ),
    curt(
        "Hola\n\nno hay reembolso\n\nMateo",
        "¿Me devuelven el dinero?",
    ),
    evasive(
        "Hola, Elena:\n\n"
        "Gracias por su paciencia. Su caso ha pasado al siguiente nivel y alguien la contactará.\n\n"
        "Un saludo,\nValeria",
        "¿Está reparado mi altavoz?",
    ),
    evasive(
        "Hola, Toni:\n\nNo tengo esa información, consulte con la tienda.\n\nSaludos,\nMateo",
        "¿Cuándo habrá blancos?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "Entendemos su frustración y agradecemos sus comentarios, que nos ayudan a mejorar.\n\n"
        "Un saludo,\nLucía",
        "¿Por qué no hay sonido?",
    ),
    evasive(
        "Hola, Elena:\n\n"
        "El sonido es cuestión de gustos y cada sala es distinta. Muchos clientes disfrutan de la Beam.\n\n"
        "Saludos,\nLucía",
        "¿Puedo cambiar los graves?",
    ),
    evasive(
        "Hola, <nombre>:\n\nSu reembolso de 40 euros se pagó hoy.\n\nUn saludo,\nIker",
        "¿Dónde está mi reembolso?",
    ),
)
