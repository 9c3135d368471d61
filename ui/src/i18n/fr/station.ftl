# Agents : qui peut les changer, et qui compte comme deuxième personne
officer-unconfirmed = Pas encore confirmé : ne peut pas être le deuxième agent
officer-confirm = Confirmer
officer-confirm-title = Est-ce bien { $name } ?
officer-confirm-lead = Un seul agent a ajouté { $name } ou fixé son code PIN. Un autre agent qui connaît cette personne le confirme avec son propre code. Dès lors, { $name } peut ouvrir et clore le scrutin avec quelqu’un d’autre.
officer-confirm-by = Agent qui confirme
officer-confirm-pin = Code PIN de l’agent qui confirme
officer-confirm-nobody = Personne d’autre ici ne peut le confirmer. Appelez le bureau des élections.
officer-confirmed = { $name } est confirmé.
officer-add-lead = Cédez le clavier : seul le nouvel agent tape et connaît son code PIN. Un autre agent le confirme ensuite.
pin-theirs = Cédez le clavier : seul { $name } tape et connaît le nouveau code PIN. Un autre agent le confirme ensuite.
error-officer_not_confirmed = Cet agent n’est pas encore confirmé. Un autre agent le confirme d’abord sous « Agents ».
error-confirmed_by_another = Quelqu’un d’autre doit le confirmer : ni l’agent qui l’a ajouté, ni celui qui a fixé le code.
error-officer_confirmed = Cet agent est déjà confirmé.
# Scrutin : heures légales, clôture et ce qui manque
open-outside-title = En dehors des heures légales
open-outside = La loi fixe le vote du { $opens } à { $closes }. D’après l’horloge de cet ordinateur, il est { $now }. Vérifiez d’abord l’horloge. Une ouverture maintenant est notée avec les deux agents et la raison.
open-outside-reason = Pourquoi ouvrir le scrutin maintenant ?
why-title = Il manque encore :
why-checklist-machine = Un point que la machine vérifie n’est pas en ordre.
why-checklist-people = Cochez chaque point que vous avez vérifié.
why-reason = Indiquez la raison.
why-second = Le deuxième agent choisit son nom et tape son code PIN.
why-open-sessions = Des bulletins sont encore en cours : laissez les électeurs voter, ou mettez-y fin sous « Accueil ».
why-last-voter = Confirmez que la dernière personne de la file a voté.
without-ballot-title = { $count ->
    [one] Un électeur a été accueilli sans recevoir de bulletin
   *[other] { $count } électeurs ont été accueillis sans recevoir de bulletin
}
without-ballot-lead = Demandez où ils sont. Remettez le bulletin, ou annulez l’accueil de qui est parti sans l’avoir reçu.
without-ballot-since = accueilli à { $at }
line-opened_outside_hours = Le scrutin a été ouvert en dehors des heures légales : { $reason }
outside-hours = Ouverture en dehors des heures légales : { $reason }
error-outside_legal_hours = La loi fixe le vote de { $opens } à { $closes }. Pour ouvrir maintenant, deux agents indiquent la raison.
error-two_officers_needed = Il faut deux agents pour cela.
concern-reconcile-closed = Le procès-verbal de clôture ne concorde pas
concern-reconcile-closed-do = Il indique l’écart. Prévenez le bureau des élections et gardez-le avec votre liste papier.
# Accueil : ce qui retient un bulletin, qui attend, l’isoloir
why-polls-not-open = Le scrutin n’est pas ouvert.
obstacle-booth_busy = L’isoloir est occupé. Le bulletin pourra être remis dès que l’électeur en sera sorti.
obstacle-not_accredited = Depuis l’accueil, l’inscription de cette personne a été retirée. Annulez l’accueil ; elle pourra alors voter à titre provisoire.
obstacle-checked_in_elsewhere = Depuis l’accueil, cette personne a été accueillie ailleurs. Annulez l’accueil ; elle pourra alors voter à titre provisoire.
obstacle-other_polling_station = Depuis l’accueil, cette personne relève d’un autre bureau. Annulez l’accueil et regardez de nouveau la fiche.
obstacle-other_style = Depuis l’accueil, cette personne a droit à un autre bulletin. Annulez l’accueil et recommencez.
provisional-before = Cette personne a déjà reçu ici un bulletin provisoire à { $at }.
provisional-again = Pourquoi cette personne reçoit-elle un autre bulletin provisoire ?
issued-one-screen = Cédez maintenant l’écran à l’électeur. Le poste se verrouille tout seul.
hand-over = Céder l’écran à l’électeur
waiting-title = { $count ->
    [one] Un électeur attend l’isoloir
   *[other] { $count } électeurs attendent l’isoloir
}
waiting-longest = { $minutes ->
    [0] Plus longue attente : moins d’une minute
    [one] Plus longue attente : une minute
   *[other] Plus longue attente : { $minutes } minutes
}
waiting-minutes = { $minutes ->
    [0] moins d’une minute
    [one] une minute
   *[other] { $minutes } minutes
}
status-strip = Scrutin, isoloir et connexion
booth-inactive = Personne n’y a touché depuis un moment
booth-inactive-title = Rien ne se passe dans l’isoloir depuis { $minutes } minutes
booth-inactive-text = Demandez de l’extérieur si l’électeur a besoin d’aide. S’il est parti, mettez fin à son bulletin sous l’accueil.
error-changed_since_check_in = La liste a changé depuis l’accueil de cette personne. Annulez l’accueil et regardez de nouveau la fiche.
error-case_opened = Cette personne a déjà reçu ici un bulletin provisoire à { $at } (dossier { $case }). Pour en remettre un autre, indiquez la raison.
# Déclaration provisoire, assistance, permis
declaration-title = Déclaration
declaration-text = « Je déclare être la personne nommée ici, pouvoir voter à cette élection dans ce bureau et ne pas y avoir voté. Je sais qu’une fausse déclaration est une infraction. »
declaration-name = Nom de l’électeur, tenant lieu de signature
declaration-hint = L’électeur lit la déclaration et tape lui-même son nom.
declaration-paper = L’électeur signe la déclaration sur papier
why-declaration = L’électeur tape son nom sous la déclaration, ou la signe sur papier.
assist = Noter une aide
assist-title = L’électeur se fait aider
assist-lead = L’électeur choisit qui l’aide. Le journal dit que quelqu’un a été aidé et par qui ; il ne nomme pas l’électeur.
assist-by = Qui aide ?
assist-officers = Deux agents
assist-chosen = Une personne choisie par l’électeur
assist-name = Nom de la personne qui aide
assist-submit = Consigner
licence-expired = Ce document a expiré. Vos règles disent s’il est accepté.
line-voter_assisted = Un électeur s’est fait aider pour voter
error-not_a_licence = Ce n’est pas le code d’un permis. Lisez le grand code au dos de la carte, ou tapez le nom.
error-licence_not_whole = La lecture est incomplète. Recommencez, ou tapez le nom et la date de naissance.
why-fields = Remplissez tous les champs.
why-nothing-waits = Le centre a tout confirmé : rien de nouveau à écrire.
