# The officer's window: plain words, what is so and what to do.
brand = Pollstream
loading = Loading…
writing = Writing…
choose = Choose
refresh = Refresh
save = Save
quit = End the program
try-again = Try again
check-again = Check again
language = Language
settings = Language and display
version = Version { $version }
nav = Desk
nav-home = Overview
nav-check-in = Check in
nav-register = Register
nav-polls = Polls
nav-queue = Sending
nav-log = Log
nav-officers = Officers
name = Name
role = Role
role-presiding_officer = Presiding officer
role-poll_worker = Poll worker
officers = Officers
election = Election
election-day = Election day
station = Polling station
address = Address
polls-hours = Polls are open
voters-on-roll = Voters on the roll
fingerprint = Fingerprint
network = Network
network-none = None: files on a USB stick
reason = Reason
reason-hint = It goes into the log. Do not name a voter’s choices.
never = Not yet
ballot = Ballot
gender = Gender
# First run
starting-title = Starting
starting-lead = The station is being opened.
first-run-steps = Steps
first-run-package = Package
first-run-preview = Check
first-run-key = Key
first-run-officers = Officers
first-run-package-title = Set up this polling station
first-run-package-lead = Insert the USB stick from the election office. You also need the enrolment code, which came separately.
first-run-preview-title = Is this your polling station?
first-run-preview-lead = Compare it with the letter from the election office.
first-run-key-title = Where to keep the station’s key
first-run-key-lead = This machine signs everything it sends with its own key. The key never leaves it.
first-run-officers-title = Who works here?
first-run-officers-lead = Name at least two officers, one of them presiding. Each chooses their own PIN.
first-run-files = Packages found
first-run-no-file = No package found
first-run-no-file-text = Insert the USB stick with the station package, wait a moment and refresh.
first-run-open = Open the package
first-run-preview-confirm = Yes, this is our station
first-run-enrol = Set up the station
enrolment-code = Enrolment code
enrolment-code-hint = Letters and digits as in your letter. It works once.
no-officers-lead = The station is set up, but its officers were not named. Please name them now.
key-where = Keep the key in
key-keyring = The keyring of this computer
key-keyring-hint = Recommended. The operating system protects it; nothing to remember.
key-file = An encrypted file on this computer
key-file-hint = You type a passphrase whenever the program starts. Without it the station cannot be opened.
key-no-keyring = The key will be kept in an encrypted file
key-problem-no_service = This computer has no keyring service. A passphrase of yours will protect the key.
key-problem-locked = The keyring of this computer is locked. A passphrase of yours will protect the key.
key-problem-failed = The keyring of this computer did not work. A passphrase of yours will protect the key.
passphrase = Passphrase
passphrase-hint = At least { $min } characters. Several words are easy to remember.
passphrase-again = Passphrase again
passphrase-differs = The two passphrases are not the same.
officer-number = Officer { $number }
officer-add = Add an officer
officer-remove-row = Leave this officer out
pin-hint = { $min } to { $max } digits
pin-again = PIN again
pin-again-hint = To be sure
pin-differs = The two PINs are not the same.
key-locked-title = Open the station
key-locked-file = The station’s key is in an encrypted file. Type its passphrase.
key-locked-keyring = The computer’s keyring is locked. Unlock it, then try again.
key-locked-submit = Open
failed-title = The station cannot be opened
failed-lead = Nothing is lost. Call the election office and tell them what stands here.
# Signing in
sign-in-title = Who is at the desk?
sign-in-lead = Choose your name and enter your PIN.
sign-in-choose = Choose your name first.
sign-in = Sign in
sign-in-wait = Try again in { $seconds } s
sign-out = Sign out
lock = Lock
lock-title = The desk is locked
lock-lead = { $name } is signed in. Enter your PIN to go on where you were.
lock-submit = Unlock
lock-other = Sign in as somebody else
help-wanted-title = The voter in the booth asks for an officer
help-wanted-text = Do not look at the screen unless the voter wants you to.
help-given = I am helping
# Overview
home-title = Overview
home-next-not_opened = Open the polls
home-next-open = Check in a voter
home-next-paused = Go to the polls
home-next-closed = Go to the reports
show-booth = Show the booth
all-well = Everything is in order
all-well-text = Nothing needs your attention.
polls-not_opened = Polls are not open yet
polls-open = Polls are open
polls-paused = Polls are paused
polls-closed = Polls are closed
polls-legal = Legal hours: { $opens } to { $closes }
count-on-roll = On the roll
count-checked-in = Checked in
count-ballots = Ballots cast
count-provisional = Provisional ballots
count-waiting = Waiting to be sent
count-registrations = Registered here
count-undone = Check-ins undone
count-spoiled = Spoiled ballots
count-fled = Left without casting
count-open-sessions = Ballots out now
count-incidents = Incidents
count-cases = Provisional cases
home-conditions = Conditions
home-more-counts = More figures
connection = Connection
connection-no_network = No network: use a USB stick
connection-connecting = Connecting…
connection-online = Connected since { $since }
connection-offline = No connection since { $since }
roll-as-of = Roll as of
roll-from-package = From the station package
clock = Clock
clock-good = Correct
clock-set_back = Set back by { $seconds } s
clock-slow = Slow by { $seconds } s
clock-fast = Fast by { $seconds } s
clock-wrong_day = Not election day
booth = Booth
booth-phase-free = Free
booth-phase-voting = A voter is voting
booth-phase-done = A voter is finishing
battery = Battery { $percent } %
battery-discharging = On battery: { $percent } %
disk-free = Free disk space
concern-revoked = Central no longer accepts this station
concern-revoked-do = Go on working; everything is kept. Call the election office now.
concern-quarantined = Central is holding back what this station sends
concern-quarantined-do = Go on working; everything is kept. Call the election office now.
concern-trouble-rewound = Central has more entries than this station
concern-trouble-rewound-do = This machine may have been restored from a copy. Call the election office.
concern-trouble-diverged = Central has other entries than this station
concern-trouble-diverged-do = Call the election office. Do not restart or copy this machine.
concern-trouble-superseded = Another machine has taken over this station
concern-trouble-superseded-do = Call the election office before anybody else votes here.
concern-reconcile = Check-ins and ballots do not agree
concern-reconcile-do = Compare with your paper list and report an incident.
concern-order = Another program is reading this station’s storage
concern-order-do = While it does, traces of the order of voting stay on the disk. Stop backups and virus scans on this computer, or call the election office.
concern-disk = The disk is nearly full
concern-disk-do = Call the election office for help with freeing space.
concern-battery = The battery is low: { $percent } %
concern-battery-do = Plug the machine in now. Nothing is lost if it switches off.
concern-clock-set_back = The clock was set back
concern-clock-set_back-do = Set it to the right time and report an incident.
concern-clock-slow = The clock is slow
concern-clock-slow-do = Set it to the right time.
concern-clock-fast = The clock is fast
concern-clock-fast-do = Set it to the right time.
concern-clock-wrong_day = By the clock it is not election day
concern-clock-wrong_day-do = Check the date of this computer.
concern-offline = No connection; { $waiting ->
    [one] one entry is waiting
   *[other] { $waiting } entries are waiting
}
concern-offline-do = Voting goes on as usual. Everything is kept here and sent later.
concern-roll = The roll has not been updated for a while
concern-roll-do = Voters who are not listed can vote provisionally.
concern-sessions = { $count ->
    [one] One ballot is waiting for the booth
   *[other] { $count } ballots are waiting for the booth
}
concern-sessions-do = Send it to the booth when it is free.
# Polls
open-title = Open the polls
open-lead = Go through the list together. Two officers open the polls.
open-machine = Checks made by the machine
open-people = Checks for you to make
open-submit = Open the polls
check-ok = OK:
check-bad = Not OK:
check-warn = Note:
check-counters_zero = All counters are at zero
check-counters_zero-problem = There is already something on record. Call the election office.
check-roll_loaded = The roll is loaded
check-roll_loaded-problem = The roll is empty. Call the election office.
check-definition = The election definition is signed and valid
check-definition-problem = The definition is not for today. Call the election office.
check-clock = The clock is right
check-clock-problem = Check date and time of this computer.
check-queue = Central can be reached
check-queue-problem = You can open without it. Everything is kept and sent later.
check-disk_space = There is enough disk space
check-disk_space-problem = The disk is nearly full. Call the election office.
check-booth_free = The booth is free
check-booth_free-problem = A ballot is still in the booth.
check-seals_checked = The seals are whole and their numbers are noted
check-booth_private = Nobody can look into the booth
check-booth_screen = The screen in the booth works and can be read
check-help_posted = The voters’ information is posted
zero-counts = Counters before opening
zero-report = Zero report
second-title = Two officers
second-lead = { $name } is signed in. A second officer confirms with their own PIN.
second-officer = Second officer
second-pin = PIN of the second officer
report-signed = { $officers } · { $at } · entry { $entry } of the log
report-hash = End of the log:
report-qr = Signed close report as a QR code
save-pdf = Save as PDF
saved-as = Saved as { $file } on { $drive }
no-drive = No USB stick found
no-drive-text = Insert a USB stick, wait a moment and refresh.
drive-stick = USB stick or card
drive-folder = Folder on this computer
drive-free = { $free } free
polls-open-lead = Voters can be checked in and vote.
polls-paused-lead = Nobody can be checked in. Whoever is in the booth may finish.
polls-closed-lead = The reports are final. Print or save them.
polls-pause = Pause
polls-pause-title = Pause the polls?
polls-pause-lead = No voter can be checked in until you resume.
polls-resume = Resume
polls-close = Close the polls
close-title = Close the polls
close-lead = Closing is final. Two officers close the polls.
close-before = Before you close
close-last-voter = The last voter who was in line has voted
close-early = The legal closing time is { $closes }. Closing earlier is recorded with its reason.
close-early-reason = Why do you close early?
close-final = After this nobody can vote here any more.
close-submit = Close the polls for good
close-report = Close report
reconciliation = Do the numbers agree?
reconcile-voters = Voters let in
reconcile-ballots = Ballots and voters who left
reconcile-sum = Sum
reconcile-ok = The numbers agree.
reconcile-bad = The numbers differ by { $difference }. Compare with your paper list before closing.
reconcile-also = Also on record: { $spoiled ->
    [one] 1 ballot spoiled and reissued
   *[other] { $spoiled } ballots spoiled and reissued
}, { $undone ->
    [one] 1 check-in undone
   *[other] { $undone } check-ins undone
}, { $registrations ->
    [one] 1 voter registered here
   *[other] { $registrations } voters registered here
}.
# Check-in
check-in-title = Check in a voter
check-in-polls-not_opened = The polls are not open yet. You can look voters up.
check-in-polls-paused = The polls are paused. You can look voters up.
check-in-polls-closed = The polls are closed. You can look voters up.
search-label = Find a voter
search-hint = Name, registration number or its last four digits, date or year of birth. A scanner works too.
search-results = Voters found
search-found = { $count ->
    [0] Nobody found
    [one] One voter found
   *[other] { $count } voters found
}
search-more = { $count ->
    [one] and 1 more: type more of the name, or the date of birth
   *[other] and { $count } more: type more of the name, or the date of birth
}
search-none = Nobody found
search-none-text = Check the spelling, or try the date of birth. If the person is not on this roll, they may vote elsewhere or provisionally.
not-on-roll = Not on the roll
standing-may_check_in = Can check in
standing-pending = Not accredited yet
standing-rejected = Rejected
standing-withdrawn = Withdrawn
standing-checked_in = Checked in
standing-checked_in_issued = Has a ballot
standing-checked_in_elsewhere = Checked in elsewhere
standing-other_polling_station = Other station
compare = Compare
verify-lead = Compare with the document: { $parts }.
verify-name = name
verify-date_of_birth = date of birth
verify-picture = picture
verify-address = address
picture-not-here = The roll has a picture, but it is not on this machine.
date-of-birth = Date of birth
age-years = { $age ->
    [one] 1 year old
   *[other] { $age } years old
}
registration-number = Registration number
notice-may_check_in = Accredited: can vote here
notice-may_check_in-do = Compare the details, then check in.
notice-pending = The accreditation is not decided yet
notice-pending-do = This person can vote provisionally.
notice-rejected = The accreditation was rejected
notice-rejected-do = This person can vote provisionally; officials will decide.
notice-withdrawn = The accreditation was withdrawn
notice-withdrawn-do = This person can vote provisionally; officials will decide.
notice-checked_in = Checked in at { $at }
notice-checked_in-do = The ballot was not issued yet.
notice-issued = Already received a ballot here at { $at }
notice-issued-do = Do not issue another. If they say this is wrong, they can vote provisionally.
notice-elsewhere = Already checked in at { $place }, { $at }
notice-elsewhere-do = If they say this is wrong, they can vote provisionally.
notice-other_station = Votes at { $place }
notice-other_station-do = Send them to: { $address }. If they cannot get there, they can vote provisionally.
do-check-in = Check in
issue-ballot = Issue the ballot to the booth
undo-check-in = Undo check-in
undo-title = Undo this check-in?
undo-lead = { $name } will no longer be checked in. The log keeps both.
provisional = Vote provisionally
provisional-title = Issue a provisional ballot?
provisional-lead = It is kept apart. Officials decide later whether it counts, without seeing the choices.
provisional-submit = Issue a provisional ballot
next-voter = Next voter
reason-not_on_roll = Not on this roll
reason-not_accredited = Not accredited
reason-already_checked_in = Already checked in
reason-other_polling_station = Belongs to another station
reason-roll_stale = The roll is out of date
reason-identity_doubted = Identity is in doubt
issued-title = The ballot is in the booth
issued-text = Ask the voter to go to the booth.
issued-provisional = A provisional ballot is in the booth
printed-printer = Sent to the printer { $printer }.
printed-folder = No printer is set up. The page is in { $file }, in the folder { $folder }.
case-slip-title = Provisional ballot
case-slip-label = Your case number
case-slip-note = With this number you can ask the election office what was decided. It does not show how you voted.
case-number = Case number for the voter:
case-number-text = Write it down or print it. With it the voter can ask what was decided.
sessions = Ballots out now
session-in-booth = In the booth
session-waiting = Waiting for the booth
session-provisional = Provisional
hand-to-booth = Send to the booth
booth-finishing-text = The ballot is cast. The tracking code stays on the screen until the voter leaves.
voter-has-left = The voter has left
spoil = Spoil
ask-spoil-title = Spoil this ballot and issue a new one?
ask-spoil-text = The voter’s marks are thrown away unseen and the voter begins again.
ask-spoil-submit = Spoil and issue again
flee = Voter left
ask-flee-title = Has the voter left?
ask-flee-text = The ballot is ended and not counted. This cannot be undone.
ask-flee-submit = Yes, the voter left
claim-title = Not on this roll
claim-lead = First see whether the person votes elsewhere. If not, they can vote provisionally.
places-title = Where does the person vote?
places-label = Find a polling station
places-hint = Name, address or district
places-none = No polling station found.
# Registration
register-title = Register a voter
register-lead = Have the person’s document at hand. Fields marked with * are needed.
register-closed = The polls are closed. Nobody can be registered any more.
register-review = Review
register-clear = Clear the form
register-change = Change something
register-confirm = Register
form-person = Person
form-address = Address
form-contact = Contact
field-registration_number = Registration number
field-name = Full name
field-date_of_birth = Date of birth
field-gender = Gender
field-nationality = Nationality
field-street = Street and number
field-city = City
field-state = State or province
field-country = Country
field-postcode = Post code
field-email = E-mail
field-phone = Phone
field-cell = Mobile phone
field-picture = Picture
field-ballot_style = Ballot
hint-registration_number = As on the document
hint-name = In the person’s own order and script
hint-country = Two letters, such as US
age-on-election-day = { $age ->
    [one] 1 year old on election day
   *[other] { $age } years old on election day
}
picture-hint = You may leave it out.
picture-stored = The picture is stored.
picture-camera = Take a picture
picture-file = Picture from USB
picture-remove = Remove
picture-take = Take
picture-no-camera = The camera cannot be used. Choose a file instead, or leave the picture out.
no-picture-file = No picture found
no-picture-file-text = Insert the USB stick with the picture, wait a moment and refresh.
review-title = Is everything right?
review-lead = Read it through together with the person.
duplicates-title = This person may be on the roll already
duplicates-text = Somebody has the same name and date of birth under another number. Register only if it is not the same person.
registered-title = Registration recorded
registered-text = { $name } can vote as soon as the election office has confirmed the registration.
registration-slip-label = Your receipt number
registration-slip-note = Your registration is recorded here. Until it is confirmed you can vote provisionally.
receipt-number = Receipt number
receipt-text = Give it to the person. Until then they can vote provisionally.
register-next = Register another
# Sending
queue-title = Sending to central
queue-lead = Whatever happens here is kept on this machine until central confirms it.
queue-all-sent = Central has confirmed everything.
queue-sending = { $count ->
    [one] One entry is on its way.
   *[other] { $count } entries are on their way.
}
queue-kept = { $count ->
    [one] One entry has not been sent yet. Nothing is lost; you can also export it to USB.
   *[other] { $count } entries have not been sent yet. Nothing is lost; you can also export them to USB.
}
queue-waiting = Waiting
queue-confirmed = Confirmed
queue-boxed = Still in the ballot box
queue-boxed-note = Ballots are sent in groups, so that nobody can tell whose they are.
queue-entries = Entries in the log
queue-last-receipt = Last receipt
retry-now = Try now
export-title = Export to USB
export-text = Writes the signed entries to a USB stick for the election office.
export-waiting = Unsent entries
export-all = All entries
export-done = { $entries ->
    [one] One entry was written.
   *[other] { $entries } entries were written.
}
import-title = Import from USB
import-text = Reads the election office’s reply: receipts, changes to the roll and to the election.
import-none = No file found. Insert the USB stick and refresh.
import-done = The file was read
import-nothing-new = There was nothing new in it.
import-receipts = { $count ->
    [one] One new receipt
   *[other] { $count } new receipts
}
import-roll = { $count ->
    [one] One change to the roll
   *[other] { $count } changes to the roll
}
import-definitions = { $count ->
    [one] A new revision of the election definition
   *[other] { $count } new revisions of the election definition
}
import-own = { $count ->
    [one] One part of our own log, checked and correct
   *[other] { $count } parts of our own log, checked and correct
}
import-foreign = { $count ->
    [one] One message for another station was skipped
   *[other] { $count } messages for other stations were skipped
}
import-waiting = { $count ->
    [0] Everything has been confirmed.
    [one] One entry is still unconfirmed.
   *[other] { $count } entries are still unconfirmed.
}
# Log
log-title = Station log
log-lead = { $entries ->
    [one] One entry. The log never holds what is on a ballot.
   *[other] { $entries } entries. The log never holds what is on a ballot.
}
log-filter = Show only
log-all = Everything
log-empty = The log is empty
log-empty-text = It starts with the first thing that happens here.
log-none = Nothing of this kind
log-none-text = Choose other kinds, or show everything.
log-more = Show older entries
log-entry = No.
log-at = Time
log-what = What happened
log-central = Central
log-confirmed = Confirmed
log-waiting = Waiting
kind-check_in = Check-ins
kind-check_in_undone = Check-ins undone
kind-registration = Registrations
kind-ballot_group = Ballots
kind-provisional_ballot = Provisional ballots
kind-polls_opened = Opening
kind-polls_paused = Pauses
kind-polls_resumed = Resumed
kind-polls_closed = Closing
kind-incident = Incidents
kind-officer_action = Officers
kind-recovery_copy = Recovery copies
kind-program_started = Program starts
kind-program_ended = Program ends
line-registration = A voter was registered
line-check_in = A voter was checked in
line-check_in_undone = A check-in was undone
line-ballot_group = { $ballots ->
    [one] A sealed group of one ballot
   *[other] A sealed group of { $ballots } ballots
}
line-provisional_ballot = A sealed provisional ballot
line-polls_opened = The polls were opened
line-polls_paused = The polls were paused
line-polls_resumed = The polls were resumed
line-polls_closed = The polls were closed
line-other = Incident
line-equipment = Incident: equipment
line-clock = Incident: clock
line-reconciliation = Incident: the numbers do not agree
line-disturbance = Incident: disturbance
line-signed_in = Signed in
line-signed_out = Signed out
line-sign_in_refused = A PIN was refused
line-ballot_spoiled = A ballot was spoiled and issued again
line-voter_fled = A voter left without casting
line-provisional_case_opened = A provisional case was opened
line-definition_loaded = The election definition was loaded
line-recovery_copy = A recovery copy of a sealed ballot
line-program_started = The program was started
line-program_ended = The program was ended
line-segments_exported = Entries were exported to USB
line-closed_early = The polls were closed before the legal time
line-officers_changed = The list of officers was changed
incident-open = Report an incident
incident-kind = What is it about?
incident-equipment = Equipment
incident-clock = Clock
incident-reconciliation = The numbers do not agree
incident-disturbance = Disturbance
incident-other = Something else
incident-text = What happened?
incident-hint = Briefly: what, where, what you did.
incident-submit = Report
incident-secrecy = It goes to the election office. Do not name voters or what they chose.
# Officers
officers-lead = Who may sign in at this desk.
officers-lead-worker = You can change your own PIN. A presiding officer can do the rest.
officer-remove = Remove
officer-remove-title = Remove { $name }?
officer-remove-text = They can no longer sign in. What they did stays in the log.
pin-change = Change PIN
pin-change-title = New PIN for { $name }
pin-own = Your own PIN, { $name }
pin-new = New PIN
pin-changed = The PIN was changed.

# Training
training-pins = PINs for practice:
training-connection = Training: nothing is sent
training-end = End the training
practise = Practise
practise-lead = Practise a whole day with made-up voters. The training has its own data, says so on every screen, and sends nothing.
