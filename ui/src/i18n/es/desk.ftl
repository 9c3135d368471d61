# The officer's window: plain words, what is so and what to do.
brand = Pollstream
loading = Cargando…
writing = Escribiendo…
choose = Elija
refresh = Actualizar
save = Guardar
quit = Cerrar el programa
try-again = Intentar de nuevo
check-again = Comprobar de nuevo
language = Idioma
settings = Idioma y pantalla
version = Versión { $version }
nav = Puesto
nav-home = Resumen
nav-check-in = Identificar votantes
nav-register = Inscribir
nav-polls = Votación
nav-queue = Envío
nav-log = Registro
nav-officers = Funcionarios
name = Nombre
role = Función
role-presiding_officer = Presidente de mesa
role-poll_worker = Auxiliar de mesa
officers = Funcionarios
election = Elección
election-day = Día de la elección
station = Mesa electoral
address = Dirección
polls-hours = Horario de votación
voters-on-roll = Votantes en el padrón
fingerprint = Huella de verificación
network = Red
network-none = Ninguna: archivos en memoria USB
reason = Motivo
reason-hint = Queda en el registro. No mencione lo que alguien votó.
never = Todavía no
ballot = Boleta
gender = Sexo
# First run
starting-title = Iniciando
starting-lead = Se está abriendo la mesa electoral.
first-run-steps = Pasos
first-run-package = Paquete
first-run-preview = Comprobar
first-run-key = Clave
first-run-officers = Funcionarios
first-run-package-title = Preparar esta mesa electoral
first-run-package-lead = Inserte la memoria USB de la oficina electoral. También necesita el código de inscripción, que llegó por separado.
first-run-preview-title = ¿Es esta su mesa electoral?
first-run-preview-lead = Compárela con la carta de la oficina electoral.
first-run-key-title = Dónde guardar la clave de la mesa
first-run-key-lead = Esta máquina firma todo lo que envía con su propia clave. La clave nunca sale de ella.
first-run-officers-title = ¿Quién trabaja aquí?
first-run-officers-lead = Indique al menos dos funcionarios, uno de ellos presidente. Cada uno elige su propio PIN.
first-run-files = Paquetes encontrados
first-run-no-file = No se encontró ningún paquete
first-run-no-file-text = Inserte la memoria USB con el paquete, espere un momento y actualice.
first-run-open = Abrir el paquete
first-run-preview-confirm = Sí, es nuestra mesa
first-run-enrol = Preparar la mesa
enrolment-code = Código de inscripción
enrolment-code-hint = Letras y cifras como en su carta. Sirve una sola vez.
no-officers-lead = La mesa está preparada, pero faltan sus funcionarios. Indíquelos ahora.
key-where = Guardar la clave en
key-keyring = El llavero de este equipo
key-keyring-hint = Recomendado. Lo protege el sistema operativo; no hay nada que recordar.
key-file = Un archivo cifrado en este equipo
key-file-hint = Escribirá una frase de acceso cada vez que inicie el programa. Sin ella no se puede abrir la mesa.
key-no-keyring = La clave se guardará en un archivo cifrado
key-problem-no_service = Este equipo no tiene servicio de llavero. Una frase de acceso suya protegerá la clave.
key-problem-locked = El llavero de este equipo está bloqueado. Una frase de acceso suya protegerá la clave.
key-problem-failed = El llavero de este equipo no funcionó. Una frase de acceso suya protegerá la clave.
passphrase = Frase de acceso
passphrase-hint = Al menos { $min } caracteres. Varias palabras son fáciles de recordar.
passphrase-again = Repita la frase de acceso
passphrase-differs = Las dos frases no son iguales.
officer-number = Funcionario { $number }
officer-add = Añadir un funcionario
officer-remove-row = Quitar a este funcionario
pin-hint = De { $min } a { $max } dígitos
pin-again = Repita el PIN
pin-again-hint = Para mayor seguridad
pin-differs = Los dos PIN no son iguales.
key-locked-title = Abrir la mesa
key-locked-file = La clave de la mesa está en un archivo cifrado. Escriba su frase de acceso.
key-locked-keyring = El llavero del equipo está bloqueado. Desbloquéelo e inténtelo de nuevo.
key-locked-submit = Abrir
failed-title = No se puede abrir la mesa
failed-lead = No se ha perdido nada. Llame a la oficina electoral y diga lo que aparece aquí.
# Signing in
sign-in-title = ¿Quién atiende este puesto?
sign-in-lead = Elija su nombre e introduzca su PIN.
sign-in-choose = Elija primero su nombre.
sign-in = Iniciar sesión
sign-in-wait = Inténtelo en { $seconds } s
sign-out = Cerrar sesión
lock = Bloquear
lock-title = El puesto está bloqueado
lock-lead = { $name } tiene la sesión iniciada. Introduzca su PIN para seguir donde estaba.
lock-submit = Desbloquear
lock-other = Entrar como otra persona
help-wanted-title = La persona en la cabina pide un funcionario
help-wanted-text = No mire la pantalla, salvo que la persona se lo pida.
help-given = Voy a ayudar
# Overview
home-title = Resumen
home-next-not_opened = Abrir la votación
home-next-open = Identificar a un votante
home-next-paused = Ir a la votación
home-next-closed = Ir a las actas
show-booth = Mostrar la cabina
all-well = Todo en orden
all-well-text = Nada necesita su atención.
polls-not_opened = La votación aún no está abierta
polls-open = La votación está abierta
polls-paused = La votación está en pausa
polls-closed = La votación está cerrada
polls-legal = Horario legal: de { $opens } a { $closes }
count-on-roll = En el padrón
count-checked-in = Identificados
count-ballots = Boletas depositadas
count-provisional = Boletas provisionales
count-waiting = Por enviar
count-registrations = Inscritos aquí
count-undone = Identificaciones anuladas
count-spoiled = Boletas anuladas
count-fled = Se fueron sin votar
count-open-sessions = Boletas en uso
count-incidents = Incidentes
count-cases = Casos provisionales
home-conditions = Condiciones
home-more-counts = Más cifras
connection = Conexión
connection-no_network = Sin red: use una memoria USB
connection-connecting = Conectando…
connection-online = Conectado desde { $since }
connection-offline = Sin conexión desde { $since }
roll-as-of = Padrón actualizado
roll-from-package = Del paquete de la mesa
clock = Reloj
clock-good = Correcto
clock-set_back = Fue atrasado { $seconds } s
clock-slow = Atrasado { $seconds } s
clock-fast = Adelantado { $seconds } s
clock-wrong_day = No es el día de la elección
booth = Cabina
booth-phase-free = Libre
booth-phase-voting = Alguien está votando
booth-phase-done = Alguien está terminando
battery = Batería: { $percent } %
battery-discharging = Con batería: { $percent } %
disk-free = Espacio libre
concern-revoked = La central ya no acepta esta mesa
concern-revoked-do = Siga trabajando; todo se conserva. Llame ahora a la oficina electoral.
concern-quarantined = La central retiene lo que envía esta mesa
concern-quarantined-do = Siga trabajando; todo se conserva. Llame ahora a la oficina electoral.
concern-trouble-rewound = La central tiene más que esta mesa
concern-trouble-rewound-do = Quizá se restauró esta máquina desde una copia. Llame a la oficina electoral.
concern-trouble-diverged = La central tiene algo distinto de esta mesa
concern-trouble-diverged-do = Llame a la oficina electoral. No reinicie ni copie esta máquina.
concern-trouble-superseded = Otra máquina ha ocupado el lugar de esta mesa
concern-trouble-superseded-do = Llame a la oficina electoral antes de que vote alguien más.
concern-reconcile = Los votantes identificados y las boletas no coinciden
concern-reconcile-do = Compare con su lista en papel e informe del incidente.
concern-order = Otro programa está leyendo los datos de esta mesa
concern-order-do = Mientras lo haga, quedan en el disco rastros del orden en que se votó. Detenga las copias de seguridad y los antivirus de este equipo, o llame a la oficina electoral.
concern-disk = El disco está casi lleno
concern-disk-do = Llame a la oficina electoral para liberar espacio.
concern-battery = Queda poca batería: { $percent } %
concern-battery-do = Enchufe el equipo ahora. Si se apaga, no se pierde nada.
concern-clock-set_back = El reloj fue atrasado
concern-clock-set_back-do = Póngalo en hora e informe del incidente.
concern-clock-slow = El reloj va atrasado
concern-clock-slow-do = Póngalo en hora.
concern-clock-fast = El reloj va adelantado
concern-clock-fast-do = Póngalo en hora.
concern-clock-wrong_day = Según el reloj no es el día de la elección
concern-clock-wrong_day-do = Compruebe la fecha de este equipo.
concern-offline = Sin conexión; { $waiting ->
    [one] hay una entrada sin enviar
   *[other] hay { $waiting } entradas sin enviar
}
concern-offline-do = La votación sigue como siempre. Todo se guarda aquí y se envía después.
concern-roll = El padrón lleva un tiempo sin actualizarse
concern-roll-do = Quien no aparezca puede votar de forma provisional.
concern-sessions = { $count ->
    [one] Una boleta espera la cabina
   *[other] { $count } boletas esperan la cabina
}
concern-sessions-do = Envíela a la cabina cuando esté libre.
# Polls
open-title = Abrir la votación
open-lead = Repasen la lista juntos. Dos funcionarios abren la votación.
open-machine = Comprobado por la máquina
open-people = Comprobaciones que deben hacer ustedes
open-submit = Abrir la votación
check-ok = Correcto:
check-bad = Incorrecto:
check-warn = Aviso:
check-counters_zero = Todos los contadores están a cero
check-counters_zero-problem = Ya hay algo registrado. Llame a la oficina electoral.
check-roll_loaded = El padrón está cargado
check-roll_loaded-problem = El padrón está vacío. Llame a la oficina electoral.
check-definition = La definición de la elección está firmada y es válida
check-definition-problem = La definición no es para hoy. Llame a la oficina electoral.
check-clock = El reloj está en hora
check-clock-problem = Compruebe la fecha y la hora de este equipo.
check-queue = Hay conexión con la central
check-queue-problem = Pueden abrir sin ella. Todo se guarda y se envía después.
check-disk_space = Hay espacio suficiente en el disco
check-disk_space-problem = El disco está casi lleno. Llame a la oficina electoral.
check-booth_free = La cabina está libre
check-booth_free-problem = Aún hay una boleta en la cabina.
check-seals_checked = Los precintos están enteros y sus números anotados
check-booth_private = Nadie puede mirar dentro de la cabina
check-booth_screen = La pantalla de la cabina funciona y se lee bien
check-help_posted = La información para votantes está a la vista
zero-counts = Contadores antes de abrir
zero-report = Acta de cero
second-title = Dos funcionarios
second-lead = { $name } tiene la sesión iniciada. Un segundo funcionario confirma con su propio PIN.
second-officer = Segundo funcionario
second-pin = PIN del segundo funcionario
report-signed = { $officers } · { $at } · entrada { $entry } del registro
report-hash = Fin del registro:
report-qr = Acta de cierre firmada, como código QR
save-pdf = Guardar como PDF
saved-as = Guardado como { $file } en { $drive }
no-drive = No se encontró ninguna memoria USB
no-drive-text = Inserte una memoria USB, espere un momento y actualice.
drive-stick = Memoria USB o tarjeta
drive-folder = Carpeta de este equipo
drive-free = { $free } libres
polls-open-lead = Se puede identificar a votantes y votar.
polls-paused-lead = No se puede identificar a nadie. Quien está en la cabina puede terminar.
polls-closed-lead = Las actas son definitivas. Imprímalas o guárdelas.
polls-pause = Pausar
polls-pause-title = ¿Pausar la votación?
polls-pause-lead = No se podrá identificar a nadie hasta reanudarla.
polls-resume = Reanudar
polls-close = Cerrar la votación
close-title = Cerrar la votación
close-lead = El cierre es definitivo. Dos funcionarios cierran la votación.
close-before = Antes de cerrar
close-last-voter = Ha votado la última persona que estaba en la fila
close-early = La hora legal de cierre es { $closes }. Cerrar antes queda registrado con su motivo.
close-early-reason = ¿Por qué cierran antes?
close-final = Después de esto nadie más podrá votar aquí.
close-submit = Cerrar definitivamente
close-report = Acta de cierre
reconciliation = ¿Coinciden las cifras?
reconcile-voters = Votantes admitidos
reconcile-ballots = Boletas y votantes que se fueron
reconcile-sum = Suma
reconcile-ok = Las cifras coinciden.
reconcile-bad = Las cifras difieren en { $difference }. Compare con su lista en papel antes de cerrar.
reconcile-also = También consta: { $spoiled ->
    [one] 1 boleta anulada y reemplazada
   *[other] { $spoiled } boletas anuladas y reemplazadas
}, { $undone ->
    [one] 1 identificación anulada
   *[other] { $undone } identificaciones anuladas
}, { $registrations ->
    [one] 1 votante inscrito aquí
   *[other] { $registrations } votantes inscritos aquí
}.
# Check-in
check-in-title = Identificar a un votante
check-in-polls-not_opened = La votación aún no está abierta. Puede buscar votantes.
check-in-polls-paused = La votación está en pausa. Puede buscar votantes.
check-in-polls-closed = La votación está cerrada. Puede buscar votantes.
search-label = Buscar a un votante
search-hint = Nombre, número de inscripción o sus cuatro últimas cifras, fecha o año de nacimiento. También sirve un lector.
search-results = Votantes encontrados
search-found = { $count ->
    [0] Nadie encontrado
    [one] Un votante encontrado
   *[other] { $count } votantes encontrados
}
search-more = { $count ->
    [one] y 1 más: escriba más letras del nombre o la fecha de nacimiento
   *[other] y { $count } más: escriba más letras del nombre o la fecha de nacimiento
}
search-none = No se encontró a nadie
search-none-text = Revise la ortografía o pruebe con la fecha de nacimiento. Si no está en este padrón, quizá vote en otro lugar o de forma provisional.
not-on-roll = No está en el padrón
standing-may_check_in = Puede votar
standing-pending = Pendiente de acreditación
standing-rejected = Rechazado
standing-withdrawn = Retirado
standing-checked_in = Identificado
standing-checked_in_issued = Tiene boleta
standing-checked_in_elsewhere = Identificado en otra mesa
standing-other_polling_station = Otra mesa
compare = Comparar
verify-lead = Compare con el documento: { $parts }.
verify-name = nombre
verify-date_of_birth = fecha de nacimiento
verify-picture = foto
verify-address = dirección
picture-not-here = El padrón tiene una foto, pero no está en esta máquina.
date-of-birth = Fecha de nacimiento
age-years = { $age ->
    [one] 1 año
   *[other] { $age } años
}
registration-number = Número de inscripción
notice-may_check_in = Acreditado: puede votar aquí
notice-may_check_in-do = Compare los datos y luego confirme.
notice-pending = La acreditación aún no está decidida
notice-pending-do = Esta persona puede votar de forma provisional.
notice-rejected = La acreditación fue rechazada
notice-rejected-do = Puede votar de forma provisional; las autoridades decidirán.
notice-withdrawn = La acreditación fue retirada
notice-withdrawn-do = Puede votar de forma provisional; las autoridades decidirán.
notice-checked_in = Identificado: { $at }
notice-checked_in-do = La boleta aún no se entregó.
notice-issued = Ya recibió una boleta aquí: { $at }
notice-issued-do = No entregue otra. Si dice que es un error, puede votar de forma provisional.
notice-elsewhere = Ya se identificó en { $place }, { $at }
notice-elsewhere-do = Si dice que es un error, puede votar de forma provisional.
notice-other_station = Vota en { $place }
notice-other_station-do = Indíquele que vaya a: { $address }. Si no puede llegar, puede votar de forma provisional.
do-check-in = Confirmar la identificación
issue-ballot = Enviar la boleta a la cabina
undo-check-in = Anular la identificación
undo-title = ¿Anular esta identificación?
undo-lead = { $name } dejará de constar como presente. El registro conserva ambas cosas.
provisional = Voto provisional
provisional-title = ¿Entregar una boleta provisional?
provisional-lead = Se guarda aparte. Las autoridades deciden después si cuenta, sin ver las elecciones.
provisional-submit = Entregar boleta provisional
next-voter = Siguiente votante
reason-not_on_roll = No está en este padrón
reason-not_accredited = Sin acreditar
reason-already_checked_in = Ya se identificó
reason-other_polling_station = Pertenece a otra mesa
reason-roll_stale = El padrón no está al día
reason-identity_doubted = Identidad dudosa
issued-title = La boleta está en la cabina
issued-text = Pida a la persona que pase a la cabina.
issued-provisional = Hay una boleta provisional en la cabina
printed-printer = Enviado a la impresora { $printer }.
printed-folder = No hay impresora configurada. La página está en { $file }, en la carpeta { $folder }.
case-slip-title = Boleta provisional
case-slip-label = Su número de caso
case-slip-note = Con este número puede preguntar a la oficina electoral qué se decidió. No muestra cómo votó.
case-number = Número de caso para el votante:
case-number-text = Anótelo o imprímalo. Con él, la persona puede preguntar qué se decidió.
sessions = Boletas en uso
session-in-booth = En la cabina
session-waiting = Esperando la cabina
session-provisional = Provisional
hand-to-booth = Enviar a la cabina
booth-finishing-text = La boleta ya está depositada. El código de seguimiento queda en la pantalla hasta que la persona salga.
voter-has-left = La persona ya salió
spoil = Anular
ask-spoil-title = ¿Anular esta boleta y entregar otra?
ask-spoil-text = Las marcas se descartan sin verlas y la persona empieza de nuevo.
ask-spoil-submit = Anular y entregar otra
flee = Se fue
ask-flee-title = ¿Se ha ido el votante?
ask-flee-text = La boleta termina y no se cuenta. No se puede deshacer.
ask-flee-submit = Sí, se fue
claim-title = No está en este padrón
claim-lead = Primero vea si la persona vota en otro lugar. Si no, puede votar de forma provisional.
places-title = ¿Dónde vota la persona?
places-label = Buscar una mesa electoral
places-hint = Nombre, dirección o distrito
places-none = No se encontró ninguna mesa.
# Registration
register-title = Inscribir a un votante
register-lead = Tenga a mano el documento de la persona. Los campos con * son obligatorios.
register-closed = La votación está cerrada. Ya no se puede inscribir a nadie.
register-review = Revisar
register-clear = Vaciar el formulario
register-change = Cambiar algo
register-confirm = Inscribir
form-person = Persona
form-address = Dirección
form-contact = Contacto
field-registration_number = Número de inscripción
field-name = Nombre completo
field-date_of_birth = Fecha de nacimiento
field-gender = Sexo
field-nationality = Nacionalidad
field-street = Calle y número
field-city = Ciudad
field-state = Estado o provincia
field-country = País
field-postcode = Código postal
field-email = Correo electrónico
field-phone = Teléfono
field-cell = Teléfono móvil
field-picture = Foto
field-ballot_style = Boleta
hint-registration_number = Como en el documento
hint-name = En el orden y la escritura propios de la persona
hint-country = Dos letras, como MX
age-on-election-day = { $age ->
    [one] 1 año el día de la elección
   *[other] { $age } años el día de la elección
}
picture-hint = Puede omitirla.
picture-stored = La foto está guardada.
picture-camera = Tomar una foto
picture-file = Foto desde USB
picture-remove = Quitar
picture-take = Tomar
picture-no-camera = No se puede usar la cámara. Elija un archivo u omita la foto.
no-picture-file = No se encontró ninguna foto
no-picture-file-text = Inserte la memoria USB con la foto, espere un momento y actualice.
review-title = ¿Está todo bien?
review-lead = Léalo junto con la persona.
duplicates-title = Puede que esta persona ya esté en el padrón
duplicates-text = Alguien tiene el mismo nombre y fecha de nacimiento con otro número. Inscriba solo si no es la misma persona.
registered-title = Inscripción registrada
registered-text = { $name } podrá votar en cuanto la oficina electoral confirme la inscripción.
registration-slip-label = Su número de recibo
registration-slip-note = Su inscripción consta aquí. Hasta que se confirme puede votar de forma provisional.
receipt-number = Número de recibo
receipt-text = Entréguelo a la persona. Hasta entonces puede votar de forma provisional.
register-next = Inscribir a otra persona
# Sending
queue-title = Envío a la central
queue-lead = Todo lo que ocurre aquí se guarda en esta máquina hasta que la central lo confirma.
queue-all-sent = La central lo ha confirmado todo.
queue-sending = { $count ->
    [one] Una entrada está en camino.
   *[other] { $count } entradas están en camino.
}
queue-kept = { $count ->
    [one] Una entrada está sin enviar. No se pierde nada; también puede exportarla a USB.
   *[other] { $count } entradas están sin enviar. No se pierde nada; también puede exportarlas a USB.
}
queue-waiting = Sin confirmar
queue-confirmed = Confirmadas
queue-boxed = Aún en la urna
queue-boxed-note = Las boletas se envían en grupos, para que nadie sepa de quién son.
queue-entries = Entradas en el registro
queue-last-receipt = Último recibo
retry-now = Intentar ahora
export-title = Exportar a USB
export-text = Escribe las entradas firmadas en una memoria USB para la oficina electoral.
export-waiting = Entradas sin enviar
export-all = Todas las entradas
export-done = { $entries ->
    [one] Se escribió una entrada.
   *[other] Se escribieron { $entries } entradas.
}
import-title = Importar desde USB
import-text = Lee la respuesta de la oficina electoral: recibos, cambios del padrón y de la elección.
import-none = No se encontró ningún archivo. Inserte la memoria USB y actualice.
import-done = Se leyó el archivo
import-nothing-new = No contenía nada nuevo.
import-receipts = { $count ->
    [one] Un recibo nuevo
   *[other] { $count } recibos nuevos
}
import-roll = { $count ->
    [one] Un cambio del padrón
   *[other] { $count } cambios del padrón
}
import-definitions = { $count ->
    [one] Una nueva revisión de la definición
   *[other] { $count } nuevas revisiones de la definición
}
import-own = { $count ->
    [one] Una parte de nuestro propio registro, comprobada
   *[other] { $count } partes de nuestro propio registro, comprobadas
}
import-foreign = { $count ->
    [one] Se omitió un mensaje para otra mesa
   *[other] Se omitieron { $count } mensajes para otras mesas
}
import-waiting = { $count ->
    [0] Todo está confirmado.
    [one] Queda una entrada sin confirmar.
   *[other] Quedan { $count } entradas sin confirmar.
}
# Log
log-title = Registro de la mesa
log-lead = { $entries ->
    [one] Una entrada. El registro nunca contiene lo que hay en una boleta.
   *[other] { $entries } entradas. El registro nunca contiene lo que hay en una boleta.
}
log-filter = Mostrar solo
log-all = Todo
log-empty = El registro está vacío
log-empty-text = Empieza con lo primero que ocurra aquí.
log-none = Nada de este tipo
log-none-text = Elija otros tipos o muestre todo.
log-more = Mostrar entradas anteriores
log-entry = N.º
log-at = Hora
log-what = Qué ocurrió
log-central = Central
log-confirmed = Confirmada
log-waiting = Sin confirmar
kind-check_in = Identificaciones
kind-check_in_undone = Identificaciones anuladas
kind-registration = Inscripciones
kind-ballot_group = Boletas
kind-provisional_ballot = Boletas provisionales
kind-polls_opened = Apertura
kind-polls_paused = Pausas
kind-polls_resumed = Reanudaciones
kind-polls_closed = Cierre
kind-incident = Incidentes
kind-officer_action = Funcionarios
kind-recovery_copy = Copias de recuperación
kind-program_started = Inicios del programa
kind-program_ended = Cierres del programa
line-registration = Se inscribió a un votante
line-check_in = Se identificó a un votante
line-check_in_undone = Se anuló una identificación
line-ballot_group = { $ballots ->
    [one] Un grupo sellado de una boleta
   *[other] Un grupo sellado de { $ballots } boletas
}
line-provisional_ballot = Una boleta provisional sellada
line-polls_opened = Se abrió la votación
line-polls_paused = Se pausó la votación
line-polls_resumed = Se reanudó la votación
line-polls_closed = Se cerró la votación
line-other = Incidente
line-equipment = Incidente: equipo
line-clock = Incidente: reloj
line-reconciliation = Incidente: las cifras no coinciden
line-disturbance = Incidente: alteración del orden
line-signed_in = Inicio de sesión
line-signed_out = Cierre de sesión
line-sign_in_refused = Se rechazó un PIN
line-ballot_spoiled = Se anuló una boleta y se entregó otra
line-voter_fled = Un votante se fue sin votar
line-provisional_case_opened = Se abrió un caso provisional
line-definition_loaded = Se cargó la definición de la elección
line-recovery_copy = Una copia de recuperación de una boleta sellada
line-program_started = Se inició el programa
line-program_ended = Se cerró el programa
line-segments_exported = Se exportaron entradas a USB
line-closed_early = La votación se cerró antes de la hora legal
line-officers_changed = Cambió la lista de funcionarios
incident-open = Informar de un incidente
incident-kind = ¿De qué se trata?
incident-equipment = Equipo
incident-clock = Reloj
incident-reconciliation = Las cifras no coinciden
incident-disturbance = Alteración del orden
incident-other = Otra cosa
incident-text = ¿Qué ocurrió?
incident-hint = Brevemente: qué, dónde y qué hizo usted.
incident-submit = Informar
incident-secrecy = Llega a la oficina electoral. No nombre a votantes ni lo que eligieron.
# Officers
officers-lead = Quién puede entrar en este puesto.
officers-lead-worker = Puede cambiar su propio PIN. Lo demás lo hace un presidente de mesa.
officer-remove = Quitar
officer-remove-title = ¿Quitar a { $name }?
officer-remove-text = Ya no podrá entrar. Lo que hizo queda en el registro.
pin-change = Cambiar PIN
pin-change-title = Nuevo PIN para { $name }
pin-own = Su propio PIN, { $name }
pin-new = Nuevo PIN
pin-changed = Se cambió el PIN.

# Training
training-pins = PIN para practicar:
training-connection = Práctica: no se envía nada
training-end = Terminar la práctica
practise = Practicar
practise-lead = Practique una jornada completa con votantes inventados. La práctica tiene sus propios datos, lo dice en cada pantalla y no envía nada.
