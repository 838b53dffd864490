"""Spanish replies (usted) written before the rules; not what they were tuned on."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

HELD_OUT: tuple[Labelled, ...] = (
    good(
        "Buenos días, Jorge:\n\n"
        "Gracias por las fotos, se ve muy bien el golpe. Mañana sale de Valencia un Duo 2 nuevo y lo "
        "tendrá en casa antes del jueves.\n\n"
        "Un saludo,\nIker",
        "El altavoz llegó con un golpe. ¿Me lo cambian?",
    ),
    good(
        "Hola, Elena:\n\n"
        "El código E-0107 indica que el Hub ha perdido la conexión con el router. Por favor, desenchufe "
        "el Hub, espere diez segundos y vuelva a enchufarlo. Si la luz sigue en rojo, dígamelo y la "
        "llamo esta misma tarde.\n\n"
        "Un cordial saludo,\nMateo",
        "Mi Hub muestra E-0107. ¿Qué significa?",
    ),
    good(
        "Estimado señor Ferrer:\n\n"
        "Lamento que la barra se apagara en plena fiesta de su hija. La causa es la actualización del "
        "lunes; la versión 4.2 lo corrige y se instala sola esta noche a las 3:00.\n\n"
        "Atentamente,\nCarmen Vidal",
        "La barra se apaga cada diez minutos. ¿Por qué?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Lamentablemente no puedo devolverle los gastos de envío, porque el paquete ya había salido "
        "cuando canceló el pedido. Lo que sí puedo hacer es mandarle hoy una etiqueta de devolución "
        "gratuita.\n\n"
        "Saludos,\nValeria",
        "¿Me devuelven los gastos de envío?",
    ),
    good(
        "Buenas tardes, Elena:\n\n"
        "Debería haber recibido ya un correo de la mensajería. Si no lo encuentra, mire en la carpeta de "
        "correo no deseado; si tampoco está ahí, se lo reenvío esta tarde.\n\n"
        "Reciba un cordial saludo,\nLucía",
        "¿Está ya concertada la recogida?",
    ),
    good(
        "Hola, Jorge:\n\n"
        "Le adjunto el manual. En la página 12 verá dónde está el botón de reinicio y en la 13 cuánto "
        "tiempo hay que mantenerlo pulsado.\n\n"
        "Un saludo,\nMateo",
        "¿Dónde está el botón de reinicio?",
    ),
    good(
        "Buenas noches, Toni:\n\n"
        "He pasado el caso al equipo de radio de Valencia e Iker le escribirá mañana antes de las 12 con "
        "el resultado. Mientras tanto, el altavoz funciona bien por cable.\n\n"
        "Un cordial saludo,\nValeria",
        "El Bluetooth se corta. ¿Cuándo lo van a arreglar?",
    ),
    good(
        "Hola, Jorge:\n\n"
        "El mando de la Beam no lo fabricamos nosotros, así que he hablado yo con el fabricante: el "
        "lunes le envían uno nuevo sin coste.\n\n"
        "Saludos cordiales,\nMateo",
        "El mando está roto. ¿Quién me lo cambia?",
    ),
    good(
        "¡Qué bien que ya funciona, Elena! Que disfrute de la música. Un saludo, Iker",
        first=False,
    ),
    good(
        "De nada, Jorge. ¡Que tenga un buen fin de semana!",
        first=False,
    ),
    good(
        "Gracias, ya lo veo. La versión es la 3.8, así que la actualización todavía no se ha instalado. "
        "Abra la aplicación, por favor, y elija Ajustes y después Actualizar. Yo sigo aquí mientras "
        "carga.",
        "Le he enviado la captura. ¿La ve?",
        first=False,
    ),
    good(
        "Hola, Toni:\n\n"
        "Sí, el Duo 2 es compatible con el Hub anterior. Solo necesita la versión 3.9 en el Hub, que se "
        "instala desde la aplicación, en Dispositivos.\n\n"
        "Un saludo,\nValeria",
        "¿El Duo 2 funciona con mi Hub antiguo?",
    ),
    good(
        "Estimada Elena:\n\n"
        "Entiendo lo molesto que es explicar lo mismo tres veces; el error es nuestro y no suyo. He "
        "leído todo el hilo y me ocupo yo hasta que quede resuelto. Hoy a las 17:00 la llamo.\n\n"
        "Un cordial saludo,\nCarmen",
        "¡Ya lo he explicado tres veces! ¿Nadie lee esto?",
    ),
    good(
        "Hola, Jorge:\n\n"
        "Como le comenté por teléfono, el altavoz nuevo está en camino: llega el viernes entre las 9 y "
        "las 12. Si a esa hora no hay nadie en casa, respóndame a este correo y cambio la entrega.\n\n"
        "Un saludo,\nIker",
        "¿Cuándo llega el altavoz nuevo?",
    ),
    good(
        "Hola, Elena:\n\n"
        "En realidad hay una manera más sencilla: mantenga pulsado el botón de volumen cinco segundos y "
        "el altavoz se empareja solo. ¿Le funciona así?\n\n"
        "Saludos,\nMateo",
        "¿Tengo que reiniciarlo todo para emparejarlo?",
    ),
    good(
        "Buenos días, Jorge:\n\n"
        "¿Podría indicarme el número de serie? Empieza por AD2 y está en la etiqueta de la base. Con él "
        "puedo pedir hoy mismo la pieza.\n\n"
        "Muchas gracias,\nMateo",
        "Se ha roto la rejilla. ¿Puedo comprar otra?",
    ),
    good(
        "Hola, Toni:\n\n"
        "No nos envíe su contraseña, por favor; nunca la necesitamos. Para volver a entrar, elija «He "
        "olvidado mi contraseña» en la aplicación y siga el enlace, que vale una hora.\n\n"
        "Un saludo,\nValeria",
        "No puedo entrar. ¿Necesitan mi contraseña?",
    ),
    good(
        "Buenas tardes, Elena:\n\n"
        "No hay peligro: el aviso E-0042 solo indica que la batería está fría. Para estar seguros, haga "
        "dos cosas:\n1. Deje el altavoz una hora dentro de casa.\n2. Pulse una vez el botón de reinicio.\n\n"
        "Si mañana por la mañana vuelve a aparecer, le enviamos uno nuevo.\n\n"
        "Un cordial saludo,\nMateo",
        "Sale E-0042. ¿Es peligroso?",
    ),
    good(
        "Hola, Jorge:\n\n"
        "Ya no fabricamos esa funda. Como alternativa, la del Duo 1 también encaja y cuesta 19 euros; "
        "¿quiere que se la añada al pedido?\n\n"
        "Saludos,\nLucía",
        "¿Puedo comprar la funda gris?",
    ),
    good(
        "Hola, Elena:\n\n"
        "Gracias por su paciencia. La pieza llegó esta mañana y su barra está ahora mismo en el taller; "
        "calculo que se la enviamos el miércoles.\n\n"
        "Un saludo,\nIker",
        "¿Hay noticias de mi reparación?",
    ),
    good(
        "Estimado Toni:\n\n"
        "Tiene razón, ese ruido no es normal. Apague la barra, por favor, y déjela apagada hasta que "
        "llegue el técnico, mañana entre las 8 y las 10.\n\n"
        "Atentamente,\nIker",
        "La barra hace un ruido muy fuerte. ¿La apago?",
    ),
    good(
        "Buenos dias, Elena:\n\n"
        "Ya esta hecho: le he cambiado la direccion de entrega y el pedido sale mañana. Recibira un "
        "correo con el seguimiento.\n\n"
        "Un saludo,\nLucia",
        "¿Pueden cambiar la dirección de entrega?",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Si se hubiera molestado en mirar la página 4, sabría que el Hub necesita un cable. Conéctelo.\n\n"
        "Saludos,\nMateo",
        "¿Por qué no se conecta el Hub?",
    ),
    rude(
        "Hola, Elena:\n\n"
        "¿Cuántas veces se lo tengo que explicar? La garantía no cubre el agua y punto.\n\n"
        "Saludos,\nLucía",
        "Sigo sin entender por qué no lo cubre.",
    ),
    rude(
        "Buenas tardes:\n\n"
        "Su queja es ridícula. A nadie más le pasa, así que el problema es usted.\n\n"
        "Saludos,\nMateo",
        "La barra es mala.",
    ),
    rude(
        "Estimado Jorge:\n\n"
        "Es evidente que no ha seguido las instrucciones. Sígalas esta vez y funcionará.\n\n"
        "Un saludo,\nLucía",
        "He hecho los pasos y no pasa nada.",
    ),
    rude(
        "Hola, Toni:\n\n"
        "ESTA ES LA ÚLTIMA VEZ QUE SE LO DIGO. El altavoz está bien y no lo vamos a cambiar.\n\n"
        "Saludos,\nMateo",
        "Cámbienme el altavoz.",
    ),
    rude(
        "Hola, Elena:\n\n"
        "Tranquilícese, que no es para tanto. Es solo un altavoz y el paquete llegará cuando llegue.\n\n"
        "Saludos,\nLucía",
        "¿Dónde está mi paquete?",
    ),
    rude(
        "Hola, Jorge:\n\n¿Qué parte no ha entendido? La respuesta es la misma que ayer.\n\nSaludos,\nMateo",
        "Quiero mi dinero.",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Eso es problema suyo, no nuestro. Haberlo pensado antes de comprarlo de segunda mano.\n\n"
        "Saludos,\nMateo",
        "El Duo de segunda mano no va. ¿Me ayudan?",
    ),
    rude(
        "Señor Ferrer:\n\nSi sigue escribiendo así, bloquearemos su cuenta. Queda avisado.\n\nValeria",
        "¡Nadie me contesta!",
    ),
    rude(
        "Hola, Jorge:\n\n"
        "Me cuesta creerlo. Un altavoz no se cae solo. ¿Seguro que nos está diciendo la verdad?\n\n"
        "Saludos,\nLucía",
        "Se cayó solo del estante.",
    ),
    rude(
        "Vaya, otro que no sabe enchufar un cable. Enchúfelo.",
        "No enciende.",
        first=False,
    ),
    curt(
        "No.",
        "¿Me devuelven el dinero?",
    ),
    curt(
        "Está en las preguntas frecuentes: https://auralis.example/faq",
        "¿Cómo emparejo dos altavoces?",
    ),
    curt(
        "Envíe el número de serie.",
        "Mi Beam está rota, ¿qué hago?",
    ),
    curt(
        "No lo cubre la garantía.",
        "Se mojó el altavoz. ¿Lo cubre la garantía?",
    ),
    curt(
        "Reinicie el Hub y el router. Luego actualice.",
        "El Hub está otra vez sin conexión. ¿Qué hago?",
    ),
    curt(
        "Hola:\n\nno se admiten devoluciones.\n\nSaludos",
        "¿Puedo devolver la Beam? Solo abrí la caja una vez.",
    ),
    curt(
        "hecho",
        "Sale E-0042. ¿Lo pueden mirar?",
        first=False,
    ),
    curt(
        "Compre uno nuevo, ese modelo es muy viejo",
        "¿Se puede reparar mi Hub?",
    ),
    evasive(
        "Estimada Elena:\n\n"
        "Gracias por su mensaje. Su satisfacción es muy importante para nosotros. Disculpe las molestias "
        "ocasionadas.\n\n"
        "Un cordial saludo,\nEl equipo de Auralis",
        "¿Cuándo llega el altavoz nuevo?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "He trasladado su consulta a los compañeros responsables. Ellos se pondrán en contacto con "
        "usted.\n\n"
        "Un cordial saludo,\nMateo",
        "¿Pueden reparar mi barra?",
    ),
    evasive(
        "Hola, Elena:\n\n"
        "Nosotros no llevamos la facturación; tiene que dirigirse a otro departamento.\n\n"
        "Un cordial saludo,\nLucía",
        "¿Por qué me han cobrado dos veces?",
    ),
    evasive(
        "Hola, Elena:\n\n"
        "Seguimos trabajando en ello y le avisaremos lo antes posible. Gracias por su paciencia.\n\n"
        "Saludos,\nValeria",
        "¿Hay noticias de mi reparación?",
    ),
    evasive(
        "Estimado/a {nombre}:\n\n"
        "Gracias por elegir Auralis. Su altavoz tiene dos años de garantía desde el día de la compra.\n\n"
        "Un saludo,\nIker",
        "¿Cuánto dura la garantía?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "Auralis fabrica altavoces de la máxima calidad, probados en nuestro laboratorio de Valencia. Le "
        "deseamos muchas horas felices.\n\n"
        "Un saludo,\nLucía",
        "¿Qué cable necesito para conectar el tocadiscos?",
    ),
    evasive(
        "Hola, Elena:\n\nDesde aquí no podemos hacer nada. Diríjase a la tienda.\n\nUn saludo,\nMateo",
        "El canal izquierdo no suena. ¿Lo pueden reparar?",
    ),
)
