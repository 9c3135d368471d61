# Funcionarios: quién puede cambiarlos y quién cuenta como segunda persona
officer-unconfirmed = Sin confirmar: no puede ser el segundo funcionario
officer-confirm = Confirmar
officer-confirm-title = ¿Es esta persona { $name }?
officer-confirm-lead = Un solo funcionario añadió a { $name } o fijó su PIN. Otro funcionario que le conozca lo confirma con su propio PIN. Desde entonces { $name } puede abrir y cerrar la votación junto con otra persona.
officer-confirm-by = Funcionario que confirma
officer-confirm-pin = PIN del funcionario que confirma
officer-confirm-nobody = Nadie más puede confirmarlo aquí. Llame a la oficina electoral.
officer-confirmed = { $name } queda confirmado.
officer-add-lead = Ceda el teclado: solo el nuevo funcionario escribe y conoce el PIN. Después otro funcionario lo confirma.
pin-theirs = Ceda el teclado: solo { $name } escribe y conoce el nuevo PIN. Después otro funcionario lo confirma.
error-officer_not_confirmed = Este funcionario aún no está confirmado. Antes lo confirma otro funcionario en «Funcionarios».
error-confirmed_by_another = Debe confirmarlo otra persona: no quien lo añadió ni quien fijó el PIN.
error-officer_confirmed = Este funcionario ya está confirmado.
# Votación: horario legal, cierre y lo que falta
open-outside-title = Fuera del horario legal
open-outside = Por ley se vota el { $opens } hasta { $closes }. Según el reloj de este equipo es { $now }. Compruebe primero el reloj. Abrir ahora queda registrado con los dos funcionarios y el motivo.
open-outside-reason = ¿Por qué abren ahora la votación?
why-title = Todavía falta:
why-checklist-machine = Un punto que comprueba el equipo no está en orden.
why-checklist-people = Marque cada punto que haya comprobado.
why-reason = Indique el motivo.
why-second = El segundo funcionario elige su nombre y escribe su PIN.
why-open-sessions = Aún hay boletas entregadas: deje que voten, o termínelas en «Registrar llegada».
why-last-voter = Confirme que votó la última persona de la fila.
without-ballot-title = { $count ->
    [one] Un votante fue registrado y no recibió boleta
   *[other] { $count } votantes fueron registrados y no recibieron boleta
}
without-ballot-lead = Pregunte dónde están. Entregue la boleta, o deshaga el registro de quien se fue sin ella.
without-ballot-since = registrado a las { $at }
line-opened_outside_hours = La votación se abrió fuera del horario legal: { $reason }
outside-hours = Apertura fuera del horario legal: { $reason }
error-outside_legal_hours = Por ley se vota de { $opens } a { $closes }. Para abrir ahora, dos funcionarios indican el motivo.
error-two_officers_needed = Para esto hacen falta dos funcionarios.
concern-reconcile-closed = El acta de cierre no cuadra
concern-reconcile-closed-do = El acta dice por cuánto. Avise a la oficina electoral y guarde el acta con su lista en papel.
# Registro de llegada: lo que impide la boleta, quién espera, la cabina
why-polls-not-open = La votación no está abierta.
obstacle-booth_busy = La cabina está ocupada. La boleta se podrá entregar en cuanto salga quien vota.
obstacle-not_accredited = Después del registro se retiró la acreditación de esta persona. Deshaga el registro; después puede votar de forma provisional.
obstacle-checked_in_elsewhere = Después del registro esta persona fue registrada en otro lugar. Deshaga el registro; después puede votar de forma provisional.
obstacle-other_polling_station = Después del registro esta persona pasó a otro centro. Deshaga el registro y mire de nuevo la ficha.
obstacle-other_style = Después del registro a esta persona le corresponde otra boleta. Deshaga el registro y regístrela otra vez.
provisional-before = Esta persona ya recibió aquí una boleta provisional a las { $at }.
provisional-again = ¿Por qué recibe esta persona otra boleta provisional?
issued-one-screen = Ceda ahora la pantalla al votante. El puesto se bloquea solo.
hand-over = Ceder la pantalla al votante
waiting-title = { $count ->
    [one] Un votante espera la cabina
   *[other] { $count } votantes esperan la cabina
}
waiting-longest = { $minutes ->
    [0] Espera más larga: menos de un minuto
    [one] Espera más larga: un minuto
   *[other] Espera más larga: { $minutes } minutos
}
waiting-minutes = { $minutes ->
    [0] menos de un minuto
    [one] un minuto
   *[other] { $minutes } minutos
}
status-strip = Votación, cabina y conexión
booth-inactive = Nadie la toca desde hace rato
booth-inactive-title = Hace { $minutes } minutos que no ocurre nada en la cabina
booth-inactive-text = Pregunte desde fuera si la persona necesita ayuda. Si se fue, termine su boleta en el registro de llegada.
error-changed_since_check_in = El padrón cambió desde que se registró a esta persona. Deshaga el registro y mire de nuevo la ficha.
error-case_opened = Esta persona ya recibió aquí una boleta provisional a las { $at } (caso { $case }). Para entregar otra, indique el motivo.
# Declaración provisional, ayuda, documentos
declaration-title = Declaración
declaration-text = «Declaro que soy la persona aquí nombrada, que puedo votar en esta elección en este centro y que no he votado en ella. Sé que una declaración falsa es delito.»
declaration-name = Nombre del votante, como firma
declaration-hint = El votante lee la declaración y escribe su propio nombre.
declaration-paper = El votante firma la declaración en papel
why-declaration = El votante escribe su nombre bajo la declaración o la firma en papel.
assist = Anotar ayuda
assist-title = El votante recibe ayuda
assist-lead = Cada votante elige quién le ayuda. El registro dice que alguien recibió ayuda y de quién; no nombra al votante.
assist-by = ¿Quién ayuda?
assist-officers = Dos funcionarios
assist-chosen = Una persona elegida por el votante
assist-name = Nombre de quien ayuda
assist-submit = Dejar constancia
licence-expired = Este documento está vencido. Sus normas dicen si se acepta.
line-voter_assisted = Un votante recibió ayuda para votar
error-not_a_licence = Este no es el código de un permiso de conducir. Escanee el código grande del reverso o escriba el nombre.
error-licence_not_whole = La lectura está incompleta. Escanee otra vez o escriba el nombre y la fecha de nacimiento.
why-fields = Rellene todos los campos.
why-nothing-waits = La central confirmó todo: no hay nada nuevo que guardar.
