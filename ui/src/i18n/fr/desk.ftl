# The officer's window: plain words, what is so and what to do.
brand = Pollstream
loading = Chargement…
writing = Écriture…
choose = Choisir
refresh = Actualiser
save = Enregistrer
quit = Quitter le programme
try-again = Réessayer
check-again = Vérifier de nouveau
language = Langue
settings = Langue et affichage
version = Version { $version }
nav = Poste
nav-home = Vue d’ensemble
nav-check-in = Pointage
nav-register = Inscrire
nav-polls = Scrutin
nav-queue = Envoi
nav-log = Journal
nav-officers = Membres
name = Nom
role = Fonction
role-presiding_officer = Président de bureau
role-poll_worker = Assesseur
officers = Membres du bureau
election = Élection
election-day = Jour de l’élection
station = Bureau de vote
address = Adresse
polls-hours = Heures du scrutin
voters-on-roll = Électeurs sur la liste
fingerprint = Empreinte
network = Réseau
network-none = Aucun : fichiers sur clé USB
reason = Raison
reason-hint = Elle est notée au journal. Ne mentionnez pas le choix d’un électeur.
never = Pas encore
ballot = Bulletin
gender = Sexe
# First run
starting-title = Démarrage
starting-lead = Le bureau de vote est en cours d’ouverture sur cette machine.
first-run-steps = Étapes
first-run-package = Paquet
first-run-preview = Vérifier
first-run-key = Clé
first-run-officers = Membres
first-run-package-title = Préparer ce bureau de vote
first-run-package-lead = Insérez la clé USB du bureau électoral. Il vous faut aussi le code d’inscription, reçu séparément.
first-run-preview-title = Est-ce votre bureau de vote ?
first-run-preview-lead = Comparez avec la lettre du bureau électoral.
first-run-key-title = Où garder la clé du bureau
first-run-key-lead = Cette machine signe tout ce qu’elle envoie avec sa propre clé. La clé ne la quitte jamais.
first-run-officers-title = Qui travaille ici ?
first-run-officers-lead = Nommez au moins deux membres du bureau, dont un président. Chacun choisit son code PIN.
first-run-files = Paquets trouvés
first-run-no-file = Aucun paquet trouvé
first-run-no-file-text = Insérez la clé USB avec le paquet, attendez un instant et actualisez.
first-run-open = Ouvrir le paquet
first-run-preview-confirm = Oui, c’est notre bureau
first-run-enrol = Préparer le bureau
enrolment-code = Code d’inscription
enrolment-code-hint = Lettres et chiffres comme dans votre lettre. Il sert une seule fois.
no-officers-lead = Le bureau est prêt, mais ses membres ne sont pas nommés. Veuillez les nommer maintenant.
key-where = Garder la clé dans
key-keyring = Le trousseau de cet ordinateur
key-keyring-hint = Recommandé. Le système la protège ; rien à retenir.
key-file = Un fichier chiffré sur cet ordinateur
key-file-hint = Vous saisirez une phrase secrète à chaque démarrage. Sans elle, le bureau ne peut pas être ouvert.
key-no-keyring = La clé sera gardée dans un fichier chiffré
key-problem-no_service = Cet ordinateur n’a pas de trousseau. Une phrase secrète de votre choix protégera la clé.
key-problem-locked = Le trousseau de cet ordinateur est verrouillé. Une phrase secrète de votre choix protégera la clé.
key-problem-failed = Le trousseau de cet ordinateur n’a pas fonctionné. Une phrase secrète de votre choix protégera la clé.
passphrase = Phrase secrète
passphrase-hint = Au moins { $min } caractères. Plusieurs mots se retiennent bien.
passphrase-again = Phrase secrète, encore une fois
passphrase-differs = Les deux phrases ne sont pas identiques.
officer-number = Membre { $number }
officer-add = Ajouter un membre
officer-remove-row = Retirer ce membre
pin-hint = De { $min } à { $max } chiffres
pin-again = Code PIN, encore une fois
pin-again-hint = Pour être sûr
pin-differs = Les deux codes ne sont pas identiques.
key-locked-title = Ouvrir le bureau
key-locked-file = La clé du bureau est dans un fichier chiffré. Saisissez sa phrase secrète.
key-locked-keyring = Le trousseau de l’ordinateur est verrouillé. Déverrouillez-le, puis réessayez.
key-locked-submit = Ouvrir
failed-title = Le bureau ne peut pas être ouvert
failed-lead = Rien n’est perdu. Appelez le bureau électoral et dites ce qui est affiché ici.
# Signing in
sign-in-title = Qui est au poste ?
sign-in-lead = Choisissez votre nom et saisissez votre code PIN.
sign-in-choose = Choisissez d’abord votre nom.
sign-in = Se connecter
sign-in-wait = Réessayez dans { $seconds } s
sign-out = Se déconnecter
lock = Verrouiller
lock-title = Le poste est verrouillé
lock-lead = Session ouverte : { $name }. Saisissez votre code PIN pour reprendre où vous en étiez.
lock-submit = Déverrouiller
lock-other = Se connecter sous un autre nom
help-wanted-title = La personne dans l’isoloir demande de l’aide
help-wanted-text = Ne regardez pas l’écran, sauf si la personne le souhaite.
help-given = J’y vais
# Overview
home-title = Vue d’ensemble
home-next-not_opened = Ouvrir le scrutin
home-next-open = Pointer un électeur
home-next-paused = Aller au scrutin
home-next-closed = Aller aux procès-verbaux
show-booth = Montrer l’isoloir
all-well = Tout est en ordre
all-well-text = Rien ne demande votre attention.
polls-not_opened = Le scrutin n’est pas encore ouvert
polls-open = Le scrutin est ouvert
polls-paused = Le scrutin est suspendu
polls-closed = Le scrutin est clos
polls-legal = Heures légales : de { $opens } à { $closes }
count-on-roll = Sur la liste
count-checked-in = Pointés
count-ballots = Bulletins déposés
count-provisional = Bulletins provisoires
count-waiting = À envoyer
count-registrations = Inscrits ici
count-undone = Pointages annulés
count-spoiled = Bulletins annulés
count-fled = Partis sans voter
count-open-sessions = Bulletins en cours
count-incidents = Incidents
count-cases = Dossiers provisoires
home-conditions = Conditions
home-more-counts = Autres chiffres
connection = Connexion
connection-no_network = Pas de réseau : utilisez une clé USB
connection-connecting = Connexion…
connection-online = Connecté depuis { $since }
connection-offline = Pas de connexion depuis { $since }
roll-as-of = Liste à jour
roll-from-package = Celle du paquet
clock = Horloge
clock-good = À l’heure
clock-set_back = Reculée de { $seconds } s
clock-slow = En retard de { $seconds } s
clock-fast = En avance de { $seconds } s
clock-wrong_day = Pas le jour de l’élection
booth = Isoloir
booth-phase-free = Libre
booth-phase-voting = Quelqu’un vote
booth-phase-done = Quelqu’un termine
battery = Batterie : { $percent } %
battery-discharging = Sur batterie : { $percent } %
disk-free = Espace libre
concern-revoked = Le centre n’accepte plus ce bureau
concern-revoked-do = Continuez à travailler ; tout est conservé. Appelez maintenant le bureau électoral.
concern-quarantined = Le centre retient ce que ce bureau envoie
concern-quarantined-do = Continuez à travailler ; tout est conservé. Appelez maintenant le bureau électoral.
concern-trouble-rewound = Le centre a plus d’entrées que ce bureau
concern-trouble-rewound-do = Cette machine a peut-être été restaurée d’une copie. Appelez le bureau électoral.
concern-trouble-diverged = Le centre a d’autres entrées que ce bureau
concern-trouble-diverged-do = Appelez le bureau électoral. Ne redémarrez pas et ne copiez pas cette machine.
concern-trouble-superseded = Une autre machine a pris la place de ce bureau
concern-trouble-superseded-do = Appelez le bureau électoral avant que quelqu’un d’autre ne vote ici.
concern-reconcile = Électeurs pointés et bulletins ne concordent pas
concern-reconcile-do = Comparez avec votre liste papier et signalez un incident.
concern-order = Un autre programme lit les données de ce bureau
concern-order-do = Tant qu’il le fait, des traces de l’ordre des votes restent sur le disque. Arrêtez les sauvegardes et les antivirus de cet ordinateur, ou appelez le bureau électoral.
concern-disk = Le disque est presque plein
concern-disk-do = Appelez le bureau électoral pour libérer de la place.
concern-battery = La batterie est faible : { $percent } %
concern-battery-do = Branchez la machine maintenant. Rien n’est perdu si elle s’éteint.
concern-clock-set_back = L’horloge a été reculée
concern-clock-set_back-do = Remettez-la à l’heure et signalez un incident.
concern-clock-slow = L’horloge retarde
concern-clock-slow-do = Remettez-la à l’heure.
concern-clock-fast = L’horloge avance
concern-clock-fast-do = Remettez-la à l’heure.
concern-clock-wrong_day = Selon l’horloge, ce n’est pas le jour de l’élection
concern-clock-wrong_day-do = Vérifiez la date de cet ordinateur.
concern-offline = Pas de connexion ; { $waiting ->
    [one] une entrée n’est pas envoyée
   *[other] { $waiting } entrées ne sont pas envoyées
}
concern-offline-do = Le vote continue normalement. Tout est gardé ici et envoyé plus tard.
concern-roll = La liste n’a pas été mise à jour depuis un moment
concern-roll-do = Qui n’y figure pas peut voter à titre provisoire.
concern-sessions = { $count ->
    [one] Un bulletin attend l’isoloir
   *[other] { $count } bulletins attendent l’isoloir
}
concern-sessions-do = Envoyez-le à l’isoloir quand il est libre.
# Polls
open-title = Ouvrir le scrutin
open-lead = Parcourez la liste ensemble. Deux membres du bureau ouvrent le scrutin.
open-machine = Vérifications faites par la machine
open-people = Vérifications à faire par vous
open-submit = Ouvrir le scrutin
check-ok = En ordre :
check-bad = Pas en ordre :
check-warn = À noter :
check-counters_zero = Tous les compteurs sont à zéro
check-counters_zero-problem = Quelque chose est déjà enregistré. Appelez le bureau électoral.
check-roll_loaded = La liste est chargée
check-roll_loaded-problem = La liste est vide. Appelez le bureau électoral.
check-definition = La définition de l’élection est signée et valable
check-definition-problem = La définition n’est pas pour aujourd’hui. Appelez le bureau électoral.
check-clock = L’horloge est à l’heure
check-clock-problem = Vérifiez la date et l’heure de cet ordinateur.
check-queue = Le centre est joignable
check-queue-problem = Vous pouvez ouvrir sans lui. Tout est gardé et envoyé plus tard.
check-disk_space = Il y a assez de place sur le disque
check-disk_space-problem = Le disque est presque plein. Appelez le bureau électoral.
check-booth_free = L’isoloir est libre
check-booth_free-problem = Un bulletin est encore dans l’isoloir.
check-seals_checked = Les scellés sont intacts et leurs numéros notés
check-booth_private = Personne ne peut regarder dans l’isoloir
check-booth_screen = L’écran de l’isoloir fonctionne et se lit bien
check-help_posted = L’information des électeurs est affichée
zero-counts = Compteurs avant l’ouverture
zero-report = Procès-verbal d’ouverture
second-title = Deux membres du bureau
second-lead = Session ouverte : { $name }. Un deuxième membre confirme avec son propre code PIN.
second-officer = Deuxième membre
second-pin = Code PIN du deuxième membre
report-signed = { $officers } · { $at } · entrée { $entry } du journal
report-hash = Fin du journal :
report-qr = Procès-verbal de clôture signé, en code QR
save-pdf = Enregistrer en PDF
saved-as = Enregistré sous { $file } sur { $drive }
no-drive = Aucune clé USB trouvée
no-drive-text = Insérez une clé USB, attendez un instant et actualisez.
drive-stick = Clé USB ou carte
drive-folder = Dossier de cet ordinateur
drive-free = { $free } libres
polls-open-lead = Les électeurs peuvent être pointés et voter.
polls-paused-lead = Personne ne peut être pointé. Qui est dans l’isoloir peut terminer.
polls-closed-lead = Les procès-verbaux sont définitifs. Imprimez-les ou enregistrez-les.
polls-pause = Suspendre
polls-pause-title = Suspendre le scrutin ?
polls-pause-lead = Personne ne pourra être pointé avant la reprise.
polls-resume = Reprendre
polls-close = Clore le scrutin
close-title = Clore le scrutin
close-lead = La clôture est définitive. Elle se fait à deux membres du bureau.
close-before = Avant de clore
close-last-voter = La dernière personne de la file a voté
close-early = L’heure légale de clôture est { $closes }. Une clôture plus tôt est notée avec sa raison.
close-early-reason = Pourquoi clore plus tôt ?
close-final = Ensuite, plus personne ne pourra voter ici.
close-submit = Clore définitivement
close-report = Procès-verbal de clôture
reconciliation = Les chiffres concordent-ils ?
reconcile-voters = Électeurs admis
reconcile-ballots = Bulletins et électeurs partis
reconcile-sum = Somme
reconcile-ok = Les chiffres concordent.
reconcile-bad = Les chiffres diffèrent de { $difference }. Comparez avec votre liste papier avant de clore.
reconcile-also = Également noté : { $spoiled ->
    [one] { $spoiled } bulletin annulé et remplacé
   *[other] { $spoiled } bulletins annulés et remplacés
}, { $undone ->
    [one] { $undone } pointage annulé
   *[other] { $undone } pointages annulés
}, { $registrations ->
    [one] { $registrations } électeur inscrit ici
   *[other] { $registrations } électeurs inscrits ici
}.
# Check-in
check-in-title = Pointer un électeur
check-in-polls-not_opened = Le scrutin n’est pas encore ouvert. Vous pouvez chercher des électeurs.
check-in-polls-paused = Le scrutin est suspendu. Vous pouvez chercher des électeurs.
check-in-polls-closed = Le scrutin est clos. Vous pouvez chercher des électeurs.
search-label = Chercher un électeur
search-hint = Nom, numéro d’inscription ou ses quatre derniers chiffres, date ou année de naissance. Un lecteur convient aussi.
search-results = Électeurs trouvés
search-found = { $count ->
    [0] Personne
    [one] Un électeur trouvé
   *[other] { $count } électeurs trouvés
}
search-more = { $count ->
    [one] et 1 autre : précisez le nom ou la date de naissance
   *[other] et { $count } autres : précisez le nom ou la date de naissance
}
search-none = Personne trouvée
search-none-text = Vérifiez l’orthographe ou essayez la date de naissance. Qui n’est pas sur cette liste vote peut-être ailleurs ou à titre provisoire.
not-on-roll = Pas sur la liste
standing-may_check_in = Peut voter
standing-pending = Pas encore accrédité
standing-rejected = Refusé
standing-withdrawn = Retiré
standing-checked_in = Pointé
standing-checked_in_issued = A un bulletin
standing-checked_in_elsewhere = Pointé ailleurs
standing-other_polling_station = Autre bureau
compare = Comparer
verify-lead = Comparez avec le document : { $parts }.
verify-name = nom
verify-date_of_birth = date de naissance
verify-picture = photo
verify-address = adresse
picture-not-here = La liste a une photo, mais elle n’est pas sur cette machine.
date-of-birth = Date de naissance
age-years = { $age ->
    [one] { $age } an
   *[other] { $age } ans
}
registration-number = Numéro d’inscription
notice-may_check_in = Accrédité : peut voter ici
notice-may_check_in-do = Comparez les données, puis confirmez.
notice-pending = L’accréditation n’est pas encore décidée
notice-pending-do = Cette personne peut voter à titre provisoire.
notice-rejected = L’accréditation a été refusée
notice-rejected-do = Cette personne peut voter à titre provisoire ; les autorités décideront.
notice-withdrawn = L’accréditation a été retirée
notice-withdrawn-do = Cette personne peut voter à titre provisoire ; les autorités décideront.
notice-checked_in = Pointé : { $at }
notice-checked_in-do = Le bulletin n’a pas encore été remis.
notice-issued = A déjà reçu un bulletin ici : { $at }
notice-issued-do = N’en remettez pas d’autre. En cas de contestation, vote provisoire possible.
notice-elsewhere = Déjà pointé : { $place }, { $at }
notice-elsewhere-do = En cas de contestation, vote provisoire possible.
notice-other_station = Vote à { $place }
notice-other_station-do = Adresse à indiquer : { $address }. Si la personne ne peut pas s’y rendre, vote provisoire possible.
do-check-in = Confirmer la présence
issue-ballot = Envoyer le bulletin à l’isoloir
undo-check-in = Annuler le pointage
undo-title = Annuler ce pointage ?
undo-lead = { $name } ne sera plus pointé. Le journal garde les deux.
provisional = Vote provisoire
provisional-title = Remettre un bulletin provisoire ?
provisional-lead = Il est gardé à part. Les autorités décident plus tard s’il compte, sans voir les choix.
provisional-submit = Remettre un bulletin provisoire
next-voter = Électeur suivant
reason-not_on_roll = Pas sur cette liste
reason-not_accredited = Pas accrédité
reason-already_checked_in = Déjà pointé
reason-other_polling_station = Relève d’un autre bureau
reason-roll_stale = La liste n’est pas à jour
reason-identity_doubted = Identité douteuse
issued-title = Le bulletin est dans l’isoloir
issued-text = Invitez la personne à s’y rendre.
issued-provisional = Un bulletin provisoire est dans l’isoloir
printed-printer = Envoyé à l’imprimante { $printer }.
printed-folder = Aucune imprimante n’est configurée. La page est dans { $file }, dans le dossier { $folder }.
case-slip-title = Bulletin provisoire
case-slip-label = Votre numéro de dossier
case-slip-note = Avec ce numéro, vous pouvez demander au bureau des élections ce qui a été décidé. Il ne révèle pas votre vote.
case-number = Numéro de dossier pour l’électeur :
case-number-text = Notez-le ou imprimez-le. Il permet de demander ce qui a été décidé.
sessions = Bulletins en cours
session-in-booth = Dans l’isoloir
session-waiting = Attend l’isoloir
session-provisional = Provisoire
hand-to-booth = Envoyer à l’isoloir
booth-finishing-text = Le bulletin est déposé. Le code de suivi reste à l’écran jusqu’au départ de la personne.
voter-has-left = La personne est partie
spoil = Annuler le bulletin
ask-spoil-title = Annuler ce bulletin et en remettre un autre ?
ask-spoil-text = Les marques sont jetées sans être vues et la personne recommence.
ask-spoil-submit = Annuler et remplacer
flee = Électeur parti
ask-flee-title = L’électeur est-il parti ?
ask-flee-text = Le bulletin prend fin et ne compte pas. C’est définitif.
ask-flee-submit = Oui, il est parti
claim-title = Pas sur cette liste
claim-lead = Voyez d’abord si la personne vote ailleurs. Sinon, elle peut voter à titre provisoire.
places-title = Où vote la personne ?
places-label = Chercher un bureau de vote
places-hint = Nom, adresse ou circonscription
places-none = Aucun bureau trouvé.
# Registration
register-title = Inscrire un électeur
register-lead = Ayez le document de la personne sous la main. Les champs avec * sont obligatoires.
register-closed = Le scrutin est clos. Plus personne ne peut être inscrit.
register-review = Vérifier
register-clear = Vider le formulaire
register-change = Modifier
register-confirm = Inscrire
form-person = Personne
form-address = Adresse
form-contact = Contact
field-registration_number = Numéro d’inscription
field-name = Nom complet
field-date_of_birth = Date de naissance
field-gender = Sexe
field-nationality = Nationalité
field-street = Rue et numéro
field-city = Ville
field-state = État ou province
field-country = Pays
field-postcode = Code postal
field-email = E-mail
field-phone = Téléphone
field-cell = Téléphone mobile
field-picture = Photo
field-ballot_style = Bulletin
hint-registration_number = Comme sur le document
hint-name = Dans l’ordre et l’écriture de la personne
hint-country = Deux lettres, comme FR
age-on-election-day = { $age ->
    [one] { $age } an le jour de l’élection
   *[other] { $age } ans le jour de l’élection
}
picture-hint = Elle est facultative.
picture-stored = La photo est enregistrée.
picture-camera = Prendre une photo
picture-file = Photo depuis une clé USB
picture-remove = Retirer
picture-take = Prendre
picture-no-camera = La caméra n’est pas utilisable. Choisissez un fichier ou renoncez à la photo.
no-picture-file = Aucune photo trouvée
no-picture-file-text = Insérez la clé USB avec la photo, attendez un instant et actualisez.
review-title = Tout est-il exact ?
review-lead = Relisez avec la personne.
duplicates-title = Cette personne est peut-être déjà sur la liste
duplicates-text = Quelqu’un a le même nom et la même date de naissance sous un autre numéro. N’inscrivez que s’il ne s’agit pas de la même personne.
registered-title = Inscription enregistrée
registered-text = { $name } pourra voter dès que le bureau électoral aura confirmé l’inscription.
registration-slip-label = Votre numéro de reçu
registration-slip-note = Votre inscription est enregistrée ici. Jusqu’à sa confirmation, vous pouvez voter à titre provisoire.
receipt-number = Numéro de reçu
receipt-text = Remettez-le à la personne. D’ici là, elle peut voter à titre provisoire.
register-next = Inscrire une autre personne
# Sending
queue-title = Envoi au centre
queue-lead = Tout ce qui se passe ici est gardé sur cette machine jusqu’à la confirmation du centre.
queue-all-sent = Le centre a tout confirmé.
queue-sending = { $count ->
    [one] Une entrée est en route.
   *[other] { $count } entrées sont en route.
}
queue-kept = { $count ->
    [one] Une entrée n’est pas encore envoyée. Rien n’est perdu ; vous pouvez aussi l’exporter sur clé USB.
   *[other] { $count } entrées ne sont pas encore envoyées. Rien n’est perdu ; vous pouvez aussi les exporter sur clé USB.
}
queue-waiting = Non confirmées
queue-confirmed = Confirmées
queue-boxed = Encore dans l’urne
queue-boxed-note = Les bulletins partent par groupes, pour que nul ne sache à qui ils sont.
queue-entries = Entrées au journal
queue-last-receipt = Dernier reçu
retry-now = Essayer maintenant
export-title = Exporter sur clé USB
export-text = Écrit les entrées signées sur une clé USB pour le bureau électoral.
export-waiting = Entrées non envoyées
export-all = Toutes les entrées
export-done = { $entries ->
    [one] Une entrée a été écrite.
   *[other] { $entries } entrées ont été écrites.
}
import-title = Importer depuis une clé USB
import-text = Lit la réponse du bureau électoral : reçus, mises à jour de la liste et de l’élection.
import-none = Aucun fichier trouvé. Insérez la clé USB et actualisez.
import-done = Le fichier a été lu
import-nothing-new = Il ne contenait rien de nouveau.
import-receipts = { $count ->
    [one] Un nouveau reçu
   *[other] { $count } nouveaux reçus
}
import-roll = { $count ->
    [one] Un changement de la liste
   *[other] { $count } changements de la liste
}
import-definitions = { $count ->
    [one] Une nouvelle révision de la définition
   *[other] { $count } nouvelles révisions de la définition
}
import-own = { $count ->
    [one] Une partie de notre propre journal, vérifiée
   *[other] { $count } parties de notre propre journal, vérifiées
}
import-foreign = { $count ->
    [one] Un message pour un autre bureau a été ignoré
   *[other] { $count } messages pour d’autres bureaux ont été ignorés
}
import-waiting = { $count ->
    [0] Tout est confirmé.
    [one] Une entrée n’est pas encore confirmée.
   *[other] { $count } entrées ne sont pas encore confirmées.
}
# Log
log-title = Journal du bureau
log-lead = { $entries ->
    [one] Une entrée. Le journal ne contient jamais ce qui est sur un bulletin.
   *[other] { $entries } entrées. Le journal ne contient jamais ce qui est sur un bulletin.
}
log-filter = Ne montrer que
log-all = Tout
log-empty = Le journal est vide
log-empty-text = Il commence avec la première chose qui se passe ici.
log-none = Rien de ce genre
log-none-text = Choisissez d’autres genres, ou montrez tout.
log-more = Montrer des entrées plus anciennes
log-entry = N°
log-at = Heure
log-what = Ce qui s’est passé
log-central = Centre
log-confirmed = Confirmée
log-waiting = Non confirmée
kind-check_in = Pointages
kind-check_in_undone = Pointages annulés
kind-registration = Inscriptions
kind-ballot_group = Bulletins
kind-provisional_ballot = Bulletins provisoires
kind-polls_opened = Ouverture
kind-polls_paused = Suspensions
kind-polls_resumed = Reprises
kind-polls_closed = Clôture
kind-incident = Incidents
kind-officer_action = Membres du bureau
kind-recovery_copy = Copies de secours
kind-program_started = Démarrages du programme
kind-program_ended = Arrêts du programme
line-registration = Un électeur a été inscrit
line-check_in = Un électeur a été pointé
line-check_in_undone = Un pointage a été annulé
line-ballot_group = { $ballots ->
    [one] Un groupe scellé d’un bulletin
   *[other] Un groupe scellé de { $ballots } bulletins
}
line-provisional_ballot = Un bulletin provisoire scellé
line-polls_opened = Le scrutin a été ouvert
line-polls_paused = Le scrutin a été suspendu
line-polls_resumed = Le scrutin a repris
line-polls_closed = Le scrutin a été clos
line-other = Incident
line-equipment = Incident : matériel
line-clock = Incident : horloge
line-reconciliation = Incident : les chiffres ne concordent pas
line-disturbance = Incident : trouble
line-signed_in = Connexion
line-signed_out = Déconnexion
line-sign_in_refused = Un code PIN a été refusé
line-ballot_spoiled = Un bulletin a été annulé et remplacé
line-voter_fled = Un électeur est parti sans voter
line-provisional_case_opened = Un dossier provisoire a été ouvert
line-definition_loaded = La définition de l’élection a été chargée
line-recovery_copy = Une copie de secours d’un bulletin scellé
line-program_started = Le programme a été démarré
line-program_ended = Le programme a été fermé
line-segments_exported = Des entrées ont été exportées sur clé USB
line-closed_early = Le scrutin a été clos avant l’heure légale
line-officers_changed = La liste des membres du bureau a changé
incident-open = Signaler un incident
incident-kind = De quoi s’agit-il ?
incident-equipment = Matériel
incident-clock = Horloge
incident-reconciliation = Les chiffres ne concordent pas
incident-disturbance = Trouble
incident-other = Autre chose
incident-text = Que s’est-il passé ?
incident-hint = En bref : quoi, où, ce que vous avez fait.
incident-submit = Signaler
incident-secrecy = Cela va au bureau électoral. Ne nommez ni électeurs ni leurs choix.
# Officers
officers-lead = Qui peut se connecter à ce poste.
officers-lead-worker = Vous pouvez changer votre code PIN. Un président de bureau fait le reste.
officer-remove = Retirer
officer-remove-title = Retirer { $name } ?
officer-remove-text = Cette personne ne pourra plus se connecter. Ses actes restent au journal.
pin-change = Changer le code
pin-change-title = Nouveau code PIN pour { $name }
pin-own = Votre propre code PIN, { $name }
pin-new = Nouveau code PIN
pin-changed = Le code PIN a été changé.

# Training
training-pins = Codes PIN d’exercice :
training-connection = Exercice : rien n’est envoyé
training-end = Terminer l’exercice
practise = S’exercer
practise-lead = Exercez-vous à toute une journée avec des électeurs fictifs. L’exercice a ses propres données, le dit sur chaque écran et n’envoie rien.
