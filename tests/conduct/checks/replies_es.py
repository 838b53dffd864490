"""Spanish replies (usted) the rules were tuned on."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

REPLIES: tuple[Labelled, ...] = (
    good(
        "Hola, Elena:\n\n"
        "Lea, por favor, la página del manual que le adjunto: el paso 4 explica cómo emparejar un "
        "segundo altavoz. Si no funciona, respóndame y lo vemos juntos.\n\n"
        "Un saludo,\nIker",
        "¿Cómo emparejo un segundo altavoz?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Esta tarde debería tener un número de envío nuevo. Lo he comprobado con la mensajería y la "
        "primera etiqueta no llegó a leerse.\n\n"
        "Saludos,\nValeria",
        "El seguimiento no se mueve. ¿Qué ha pasado?",
    ),
    good(
        "Estimada Elena:\n\n"
        "No es culpa suya, en absoluto: la última actualización cambió la entrada. Pulse dos veces "
        "Fuente y volverá el sonido.\n\n"
        "Un cordial saludo,\nMateo",
        "¿He roto la Beam?",
    ),
    good(
        "Hola, Toni:\n\n"
        "De hecho, tengo buenas noticias: la garantía sí cubre la batería. Ya la he pedido y sale el "
        "lunes.\n\n"
        "Saludos,\nIker",
        "¿La batería entra en garantía?",
    ),
    good(
        "Hola, Elena:\n\n"
        "Que en la tienda le dijeran «tranquilícese» estuvo mal, y le pido disculpas. He anulado el "
        "pedido y el viernes tendrá el dinero en su cuenta.\n\n"
        "Un cordial saludo,\nCarmen",
        "¡En su tienda me dijeron que me tranquilizara! Anulen el pedido.",
    ),
    good(
        "Hola, Toni:\n\n"
        "Gracias por el vídeo, el parpadeo se ve muy bien. Lo estamos revisando con el fabricante de la "
        "lámpara y le escribo el miércoles antes de las 12, aunque no haya novedades.\n\n"
        "Un saludo,\nLucía",
        "La luz del Hub parpadea. ¿Es una avería?",
    ),
    good(
        "Buenos días, Elena:\n\n"
        "La dirección de la etiqueta estaba incompleta y la mensajería nos devolvió el paquete. ¿Me "
        "puede decir el piso y el nombre del timbre? Así lo vuelvo a enviar hoy.\n\n"
        "Gracias,\nMateo",
        "¿Por qué volvió mi paquete?",
    ),
    good(
        "Hola, Toni:\n\n"
        "No puedo abrir el archivo, quizá era demasiado grande. ¿Podría enviarme la foto otra vez o un "
        "enlace? En cuanto la tenga la miro con nuestro técnico.\n\n"
        "Saludos cordiales,\nLucía",
        "Aquí está la foto.",
    ),
    good(
        "¡Gracias por avisar, Elena! He cerrado el caso; si vuelve a pasar, respóndame a este correo.",
        first=False,
    ),
    good(
        "Sí, ese es el cable.",
        "¿Es el del conector blanco?",
        first=False,
    ),
    good(
        "Hola, Toni:\n\n"
        "Siento decirle que no podemos enviarlo a una taquilla, porque la caja mide más de 60 cm. Puedo "
        "mandarlo a una tienda cercana.\n\n"
        "Un saludo,\nIker",
        "¿Pueden enviarlo a una taquilla?",
    ),
    good(
        "Hola, Elena:\n\n"
        "Tiene 30 días. El paquete llegó el 2 de noviembre, así que puede devolverlo hasta el 2 de "
        "diciembre. Le adjunto la etiqueta.\n\n"
        "Saludos,\nValeria",
        "¿Cuánto plazo tengo para devolverlo?",
    ),
    good(
        "Estimado Toni:\n\n"
        "Esta noche yo no actualizaría: la versión nueva tiene un fallo con los Hub antiguos. Espere a "
        "la 4.3, que sale el jueves.\n\n"
        "Un saludo,\nMateo",
        "¿Instalo la 4.2?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Para restablecer el Hub:\n- Mantenga pulsado el botón redondo diez segundos.\n"
        "- Suéltelo cuando la luz se ponga azul.\n- Abra la aplicación y elija Añadir dispositivo.\n\n"
        "Son unos dos minutos y sus escenas se conservan.\n\n"
        "Un saludo,\nIker",
        "¿Cómo restablezco el Hub?",
    ),
    good(
        "Hola, Elena:\n\n"
        "El zumbido viene de la alimentación por USB y no del altavoz. Use la entrada HDMI ARC del "
        "televisor y debería desaparecer. Cuénteme, por favor, cómo suena después.\n\n"
        "Un saludo,\nIker",
        "Se oye un zumbido. ¿Está roto el altavoz?",
    ),
    good(
        "Hola, Elena:\n\nEstoy llamando al almacén y le digo algo antes de una hora.\n\nUn saludo,\nValeria",
        "El repartidor se fue sin llamar. ¿Y ahora qué?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Eso lo resuelve el fabricante del televisor; esta es su página de ayuda: "
        "https://tv.example/ayuda. Si le dicen que el puerto está bien, le cambio la Beam.\n\n"
        "Saludos,\nMateo",
        "El televisor dice sin señal. ¿Quién arregla eso?",
    ),
    good(
        "Estimada Elena:\n\n"
        "No se pierde nada: las listas están en su cuenta y no en el altavoz. Inicie sesión en el nuevo "
        "y ahí las tendrá.\n\n"
        "Un cordial saludo,\nLucía",
        "¿Perderé mis listas?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Tiene razón, leí mal su mensaje y lo siento. Preguntaba por el altavoz izquierdo, y de ese sí "
        "hay: 89 euros con envío.\n\n"
        "Saludos,\nIker",
        "Pregunté por el IZQUIERDO. ¿Cuánto cuesta?",
    ),
    good(
        "Hola, Jorge:\n\n"
        "Reinicié el Hub desde aquí y ya responde. Compruebe, por favor, si las luces de la aplicación "
        "están en verde.\n\n"
        "Un saludo,\nValeria",
        "¿Pueden reiniciar mi Hub?",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Como ya le he explicado, el Hub necesita un cable. Conecte uno, por favor.\n\n"
        "Saludos,\nMateo",
        "Sigue sin conectarse. ¿Por qué?",
    ),
    rude(
        "Hola, Elena:\n\n"
        "Debería haber comprobado el tamaño antes de pedirlo. La devolución cuesta 9 euros.\n\n"
        "Saludos,\nLucía",
        "Es demasiado grande. ¿Puedo devolverlo?",
    ),
    rude(
        "Hola, Toni:\n\nCálmese, por favor. El paquete está de camino y llega mañana.\n\nUn saludo,\nMateo",
        "DÓNDE ESTÁ MI PAQUETE",
    ),
    rude(
        "Hola, Elena:\n\n"
        "Eso no es nuestro problema. Lo perdió la mensajería, quéjese allí.\n\n"
        "Saludos,\nLucía",
        "El paquete se ha perdido. ¿Y ahora?",
    ),
    rude(
        "Hola:\n\nLea el manual, que para eso está. En la página 3 lo pone.\n\nSaludos,\nMateo",
        "¿Cómo lo restablezco?",
    ),
    rude(
        "Estimado Toni:\n\n"
        "Hay que ser idiota para meter un altavoz en la ducha. La garantía no lo cubre.\n\n"
        "Saludos,\nMateo",
        "Se paró después de la ducha.",
    ),
    rude(
        "Hola, Elena:\n\n"
        "¿Está segura de que lo ha enchufado? A nadie más le pasa con el Duo 2.\n\n"
        "Saludos,\nLucía",
        "No se enciende ninguna luz.",
    ),
    rude(
        "Hola, Toni:\n\n¿Y qué quiere que haga yo? El precio es el que es.\n\nSaludos,\nMateo",
        "Ahora está más barato.",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Deje de escribirnos todos los días. No es el único cliente y estará cuando esté.\n\n"
        "Mateo",
        "¿Hay noticias?",
        first=False,
    ),
    rude(
        "Elena, ¿¿de verdad?? La dirección la cambió usted el lunes. Allí lo mandamos.",
        "¿Por qué lo enviaron a la dirección antigua?",
        first=False,
    ),
    curt(
        "Hecho.",
        "¿Pueden anular mi pedido?",
        first=False,
    ),
    curt(
        "Desenchúfelo y espere.",
        "El Hub parpadea en rojo. ¿Qué hago?",
    ),
    curt(
        "https://auralis.example/devoluciones",
        "¿Cómo devuelvo la Beam?",
    ),
    curt(
        "Hola:\n\nno reparamos ese modelo.\n\nSaludos,\nMateo",
        "¿Pueden reparar mi Duo 1?",
    ),
    curt(
        "No podemos hacerlo.",
        "¿Podrían entregarlo el sábado?",
        first=False,
    ),
    curt(
        "Revise el cable y luego el router. Reinicie los dos.",
        "Otra vez sin conexión. ¿Qué hago?",
    ),
    curt(
        "No hay existencias.",
        "¿Cuándo puedo comprar la Beam blanca?",
    ),
    curt(
        "Número incorrecto. Mande el bueno.",
        "Este es el número: AD2-1234567. ¿Lo puede mirar?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "Gracias por contactar con nosotros. Hemos recibido su mensaje y valoramos mucho su opinión. No "
        "dude en escribirnos para cualquier otra consulta.\n\n"
        "Un saludo,\nAuralis",
        "¿Qué versión corrige los cortes?",
    ),
    evasive(
        "Hola, Elena:\n\nSe lo paso al equipo y nos pondremos en contacto con usted.\n\nUn saludo,\nMateo",
        "¿Me hacen la factura a nombre de mi empresa?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "Eso no es de nuestro departamento. Tiene que hablar con el fabricante.\n\n"
        "Un saludo,\nLucía",
        "La aplicación se cierra. ¿La pueden arreglar?",
    ),
    evasive(
        "Hola, Elena:\n\nSu solicitud está siendo tramitada. Le informaremos en breve.\n\nSaludos,\nValeria",
        "¿Cuándo llega el reembolso?",
    ),
    evasive(
        "Estimado/a [NOMBRE]:\n\nEl Duo 2 ha salido hoy y llega el viernes.\n\nUn saludo,\nIker",
        "¿Cuándo llega?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "El Auralis Duo 2 ofrece voces claras y graves cálidos, con todo el cariño de Valencia. Nuestros "
        "diseñadores cuidaron cada color.\n\n"
        "Un saludo,\nLucía",
        "¿El micrófono se apaga por la noche?",
    ),
    evasive(
        "Hola, Elena:\n\n"
        "Nuestros técnicos lo están investigando. Tenga paciencia, por favor.\n\n"
        "Un saludo,\nValeria",
        "El altavoz izquierdo cruje. ¿Es un fallo conocido?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "Lo siento, no está en nuestras manos; de los repartos se ocupa otra empresa.\n\n"
        "Saludos,\nMateo",
        "¿El repartidor podría llamar dos veces?",
    ),
)
