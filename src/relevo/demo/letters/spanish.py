"""Letters in Spanish."""

from __future__ import annotations

from relevo.demo.letters.values import Letter

SPANISH: tuple[Letter, ...] = (
    Letter(
        "duo-no-despierta", "Jorge", "auralis", "El Duo 2 no se enciende después de la actualización",
        "Buenas noches:\n\n"
        "Desde la actualización 4.2.1 mi Auralis Duo 2 no despierta: el aro parpadea dos veces en rojo y la"
        " aplicación muestra E-0042. Lo he desenchufado media hora y sigue igual.\n\n"
        "El número de serie es AD2-4471093. ¿Qué puedo hacer?\n\nUn saludo,\nJorge Molina",
        (
            (
                "Buenas:\n\n"
                "He hecho lo que me indican, pero sigue apareciendo E-0042 al cabo de un minuto. ¿Probamos otra"
                " cosa?\n\nJorge"
            ),
            (
                "Ahora sí, ha vuelto a arrancar y conserva las emisoras. Muchas gracias por la paciencia.\n\n"
                "Jorge"
            ),
        ),
    ),
    Letter(
        "beam-voces-bajas", "Elena", "auralis", "Las voces se oyen muy bajas en el Beam",
        "Hola:\n\n"
        "Tengo un Auralis Beam conectado por HDMI al televisor. La música suena muy bien, pero en las películas"
        " las voces apenas se entienden y tengo que subir el volumen a 40. ¿Hay algún ajuste para los"
        " diálogos?\n\nGracias de antemano.\nElena Prats",
        ("Perfecto, con ese ajuste se entiende todo. ¡Muchas gracias!\n\nElena",),
    ),
    Letter(
        "hub-desconecta", "Toni", "auralis", "E-0107 cada noche a la misma hora",
        "Buenas:\n\n"
        "El Auralis Hub (AHB-2208417) pierde la conexión todas las noches hacia las dos. Muestra E-0107 y por la"
        " mañana vuelve solo. El router está a dos metros y los demás aparatos no fallan.\n\n"
        "Les adjunto el registro de la aplicación.\n\nToni",
        (
            (
                "Tengo dos redes con el mismo nombre, sí: la del router y la de un repetidor. ¿Lo conecto a la"
                " del router?\n\nToni"
            ),
            "Tres noches sin cortes. Solucionado, gracias.\n\nToni",
        ),
        file=(
            "registro-hub.txt",
            (
                "02:01:07 link lost (E-0107)\n02:01:08 scan: 2 networks, same name\n02:01:12 join failed, channel"
                " 11\n06:48:30 link restored, channel 6\n"
            ),
        ),
    ),
    Letter(
        "pedido-retrasado", "Jorge", "auralis", "¡Tres semanas esperando mi pedido!",
        "Esto ya es una vergüenza. Pagué 349 euros por un Auralis Beam hace tres semanas (pedido 70418), me"
        " prometieron entrega en 48 horas y nadie me coge el teléfono. Dos veces me han dicho que «sale"
        " mañana».\n\n"
        "O me dicen HOY dónde está mi pedido o quiero la devolución del dinero y pongo una reclamación.\n\n"
        "Jorge Molina",
        (
            (
                "Por fin alguien que contesta. De acuerdo, esperaré hasta esa fecha, pero ni un día más.\n\n"
                "Jorge Molina"
            ),
            "Llegó esta mañana. Reconozco que esta vez lo han atendido bien.\n\nJorge Molina",
        ),
    ),
    Letter(
        "garantia-golpe", "Elena", "auralis", "",
        "Hola, se me ha caído el Duo 2 (AD2-3390218) de la estantería y desde entonces zumba con los graves. Lo"
        " compré en marzo. ¿Lo cubre la garantía o cuánto costaría arreglarlo?",
        ("Entiendo. Si el arreglo es ese precio, adelante: díganme adónde lo envío.\n\nElena",),
    ),
    Letter(
        "flow-ruido", "Toni", "mareko", "La bomba Mareko Flow hace ruido por la noche",
        "Buenas noches:\n\n"
        "La bomba de calor Mareko Flow (MFL-118204) hace un zumbido fuerte cada veinte minutos, sobre todo de"
        " madrugada, y despierta a los niños. De día casi no se nota. ¿Es normal con 3 grados fuera?\n\n"
        "Gracias,\nToni Ferrer",
        (
            "El zumbido dura unos cuatro minutos y después para. No hay hielo en la unidad exterior.\n\nToni",
            "Con el modo nocturno ya podemos dormir. Muchas gracias.\n\nToni",
        ),
    ),
    Letter(
        "therm-h27", "Elena", "mareko", "El Mareko Therm 300 muestra H27",
        "Buenos días:\n\n"
        "Desde ayer el Mareko Therm 300 de la casa del pueblo muestra H27 y no puedo cambiar la temperatura desde"
        " el móvil. El viernes vamos con mi madre y quisiera encontrar la casa caliente.\n\n"
        "Número de serie: MT3-602117.\n\nMuchas gracias.\nElena Prats",
        (
            (
                "He pedido a la vecina que lo reinicie y ya no sale H27, pero la aplicación sigue sin verlo.\n\n"
                "Elena"
            ),
            "Ahora aparece y marca 17 grados. ¡Qué alivio, gracias!\n\nElena",
        ),
    ),
    Letter(
        "flow-agua-tibia", "Toni", "mareko", "Agua caliente solo tibia",
        "Hola:\n\n"
        "Con la Mareko Flow el agua caliente no pasa de 41 grados, aunque la tengo puesta a 50. Hasta la semana"
        " pasada iba bien. No muestra ningún código. ¿Qué miro primero?\n\n"
        "Toni",
        ("La válvula estaba a medio cerrar, sí. Ya llega a 50. Gracias por la ayuda.\n\nToni",),
    ),
)  # fmt: skip
