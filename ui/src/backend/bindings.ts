// Generated from src-tauri/src/dto by `cargo test -p pollstream-kiosk bindings`. Do not edit:
// POLLSTREAM_BLESS=1 writes it anew, and the test fails when it is stale.

/**
 * A postal address. Every part may be empty.
 */
export type AddressForm = { 
/**
 * Street and house number.
 */
street: string, 
/**
 * City.
 */
city: string, 
/**
 * State or province.
 */
state: string, 
/**
 * Country.
 */
country: string, 
/**
 * Post code.
 */
postcode: string, };

/**
 * What the desk window shows first; asked for anew when it changed (event `app-changed`).
 */
export type AppState = { 
/**
 * Where the program stands.
 */
phase: Phase, 
/**
 * The station, once there is one.
 */
station: StationIdentity | null, 
/**
 * Where the signing key is, once there is one.
 */
keyPlace: KeyPlace | null, 
/**
 * Who is signed in.
 */
officer: Officer | null, 
/**
 * The desk is locked: only its officer's PIN, or signing in anew, goes on.
 */
locked: boolean, 
/**
 * The voter in the booth has called an officer: said on every screen of the desk, also on the locked one.
 */
helpWanted: boolean, 
/**
 * Seconds without activity after which the desk locks itself.
 */
idleLockSeconds: number, 
/**
 * Why the station cannot be opened.
 */
failure: CommandError | null, 
/**
 * How many screens there are.
 */
screens: Screens, 
/**
 * This is a training: said on every screen.
 */
training: Training | null, 
/**
 * Version of this program.
 */
version: string, 
/**
 * The time now, by this machine.
 */
now: string, };

/**
 * Who helped the voter in the booth, at their wish.
 */
export type Assistance = { 
/**
 * In words: two officers, or a person of the voter's choice. Never the voter's name.
 */
by: string, };

/**
 * The machine's battery.
 */
export type Battery = { 
/**
 * What is left in it.
 */
percent: number, 
/**
 * The machine runs on it now.
 */
discharging: boolean, };

/**
 * The booth window's state and what surrounds it.
 */
export type Booth = { 
/**
 * What to show.
 */
state: BoothState, 
/**
 * Election title; empty before there is a station.
 */
electionTitle: string, 
/**
 * The title in other languages, by language tag.
 */
electionTranslations: { [key in string]: string }, 
/**
 * Polling station name; empty before there is a station.
 */
stationName: string, 
/**
 * This is a training: no vote counts.
 */
training: boolean, 
/**
 * The booth shares its screen with the desk: an officer's PIN leads back.
 */
oneScreen: boolean, 
/**
 * There is a printer for the tracking code.
 */
prints: boolean, };

/**
 * The ballot in the booth.
 */
export type BoothBallot = { 
/**
 * New for every ballot that enters the booth: marks made under another one are thrown away. Names no
 * session.
 */
visit: number, 
/**
 * Contests in ballot order.
 */
contests: Array<BoothContest>, 
/**
 * Officials decide later whether it counts.
 */
provisional: boolean, 
/**
 * The program was restarted while this ballot was in the booth, and it was not cast: begin again.
 */
restarted: boolean, };

/**
 * A candidate who can be chosen.
 */
export type BoothCandidate = { 
/**
 * The candidate.
 */
id: string, 
/**
 * As it stands on the ballot, in its own script.
 */
name: string, 
/**
 * Name of the party; empty for an independent.
 */
party: string, 
/**
 * Its short name; may be empty.
 */
partyAbbreviation: string, 
/**
 * `data:image/…`, when this kiosk has it.
 */
picture: string | null, 
/**
 * Short biography; may be empty.
 */
biography: string, 
/**
 * What the candidate stands for; may be empty.
 */
platform: string, 
/**
 * The same in other languages, by language tag.
 */
translations: { [key in string]: CandidateWords }, };

/**
 * A contest on the ballot.
 */
export type BoothContest = { 
/**
 * The contest.
 */
id: string, 
/**
 * As it stands on the ballot.
 */
title: string, 
/**
 * The title in other languages, by language tag.
 */
translations: { [key in string]: string }, 
/**
 * How it is voted.
 */
variation: Variation, 
/**
 * Who can be chosen, in ballot order.
 */
candidates: Array<BoothCandidate>, };

/**
 * Who may take the screen back.
 */
export type BoothOfficers = { 
/**
 * The officers.
 */
officers: Array<Officer>, };

/**
 * What the desk may know of the booth: never a selection.
 */
export type BoothPhase = "free" | "voting" | "done";

/**
 * What the booth window shows; asked for anew when it changed (event `booth-changed`).
 */
export type BoothState = { "phase": "waiting", 
/**
 * The state of the polls.
 */
polls: PollsStateName, } | { "phase": "voting", 
/**
 * The ballot.
 */
ballot: BoothBallot, 
/**
 * An officer was called.
 */
helpWanted: boolean, } | { "phase": "done", 
/**
 * The program was restarted after the ballot was cast and before the voter saw it: it is cast, once.
 * Its tracking code is not known any more.
 */
restarted: boolean, 
/**
 * The tracking code, while it is known.
 */
cast: CastBallot | null, 
/**
 * The ballot was provisional.
 */
provisional: boolean, };

/**
 * The booth, as the desk sees it.
 */
export type BoothSummary = { 
/**
 * What it is doing.
 */
phase: BoothPhase, 
/**
 * The ballot in it is provisional.
 */
provisional: boolean, 
/**
 * A voter is there who has touched nothing for so many minutes; 0 for less than three.
 */
inactiveMinutes: number, 
/**
 * Sessions that are open and not in the booth: after a restart, or issued while it was busy.
 */
waitingSessions: number, 
/**
 * The booth window is shown.
 */
shown: boolean, };

/**
 * What a candidate's card says in another language; what is not translated is as in the original.
 */
export type CandidateWords = { 
/**
 * Name, or the answer to a measure.
 */
name: string, 
/**
 * Name of the party; empty for an independent.
 */
party: string, 
/**
 * Its short name; may be empty.
 */
partyAbbreviation: string, 
/**
 * Short biography; may be empty.
 */
biography: string, 
/**
 * What the candidate stands for; may be empty.
 */
platform: string, };

/**
 * Casts the ballot in the booth.
 */
export type Cast = { 
/**
 * [`BoothBallot::visit`]: a ballot that was taken back meanwhile is not cast.
 */
visit: number, 
/**
 * Every contest of the ballot in its order.
 */
contests: Array<ContestMarks>, };

/**
 * A ballot that was cast.
 */
export type CastBallot = { 
/**
 * In groups of five, as it is printed.
 */
trackingCode: string, 
/**
 * The same as a QR code.
 */
qr: QrCode, };

/**
 * A point of the opening checklist.
 */
export type ChecklistItem = { 
/**
 * Machine: `counters_zero`, `roll_loaded`, `definition`, `clock`, `queue`, `disk_space`, `booth_free`.
 * People: `seals_checked`, `booth_private`, `booth_screen`, `help_posted`.
 */
code: string, 
/**
 * People check it and tick it; otherwise the machine has.
 */
manual: boolean, 
/**
 * The machine's finding; `false` for what people check.
 */
ok: boolean, 
/**
 * It must be right before the polls open; otherwise it is a warning.
 */
required: boolean, 
/**
 * What the wording needs.
 */
params: { [key in string]: Param }, };

/**
 * Whether this machine's clock can be believed.
 */
export type ClockState = "good" | "set_back" | "slow" | "fast" | "wrong_day";

/**
 * The clock, and by how much it differs.
 */
export type ClockStatus = { 
/**
 * Whether it can be believed.
 */
state: ClockState, 
/**
 * Seconds by which it differs from what it was compared with; positive when it is fast. `null` when
 * unknown.
 */
offsetSeconds: number | null, };

/**
 * Reconciliation.
 */
export type CloseCounts = { 
/**
 * Check-ins that stand.
 */
checkIns: number, 
/**
 * Check-ins that were undone.
 */
undone: number, 
/**
 * Ballots cast.
 */
ballots: number, 
/**
 * Provisional ballots cast.
 */
provisional: number, 
/**
 * Ballots spoiled and issued again.
 */
spoiled: number, 
/**
 * Voters who left without casting.
 */
fled: number, 
/**
 * Voters registered here.
 */
registrations: number, 
/**
 * Provisional cases opened.
 */
provisionalCases: number, 
/**
 * `check_ins + provisional_cases = ballots + provisional + fled`.
 */
reconciles: boolean, };

/**
 * Closes the polls for good.
 */
export type ClosePolls = { 
/**
 * The second officer; one of the two is a presiding officer.
 */
second: OfficerPin, 
/**
 * To close before the legal time: why. Ignored afterwards.
 */
earlyReason: string | null, 
/**
 * The last voter in line has voted: asked for and confirmed.
 */
lastVoterServed: boolean, };

/**
 * The close report as it was logged.
 */
export type CloseReportView = { 
/**
 * Reconciliation.
 */
counts: CloseCounts, 
/**
 * Who closed.
 */
officers: Array<string>, 
/**
 * When.
 */
at: string, 
/**
 * Number of the entry in the log.
 */
entry: number, 
/**
 * Hash of that entry: the end of the log, hexadecimal.
 */
headHash: string, 
/**
 * The report under the station's signature.
 */
qr: QrCode, };

/**
 * What is shown before the polls close.
 */
export type Closing = { 
/**
 * The counters as they stand now.
 */
counts: CloseCounts, 
/**
 * The legal closing time.
 */
closesAt: string | null, 
/**
 * It is not reached: closing needs `early`, which is logged with its reason.
 */
beforeLegalTime: boolean, 
/**
 * Sessions that are open: their voters cast first, or the sessions are ended.
 */
openSessions: number, 
/**
 * Who is checked in without a ballot: why the numbers differ. For the desk's eyes only.
 */
withoutBallot: Array<WaitingVoter>, };

/**
 * Why a command was not carried out. Nothing was changed.
 */
export type CommandError = { 
/**
 * Stable; the windows word it.
 */
code: string, 
/**
 * What can be done about it.
 */
remedy: Remedy, 
/**
 * What the wording needs.
 */
params: { [key in string]: Param }, 
/**
 * The fields at fault, when a form was refused.
 */
faults: Array<FieldFault>, 
/**
 * In English, for support. Holds no personal data, selection, tracking code or key.
 */
detail: string, };

/**
 * Confirms that an officer is who they say.
 */
export type ConfirmOfficer = { 
/**
 * Who is confirmed.
 */
officerId: string, 
/**
 * Who confirms: neither the officer nor the one who added them.
 */
by: OfficerPin, };

/**
 * Whether central's broker can be reached.
 */
export type Connection = { "state": "no_network" } | { "state": "connecting" } | { "state": "online", 
/**
 * Since when.
 */
since: string, } | { "state": "offline", 
/**
 * Since when.
 */
since: string, };

/**
 * The marks of one contest.
 */
export type ContestMarks = { 
/**
 * The contest.
 */
contest: string, 
/**
 * Candidates: of a ranked contest in the order of their ranks. Fewer than allowed is an undervote.
 */
candidates: Array<string>, };

/**
 * Counts of the station, as of the last commit.
 */
export type Counts = { 
/**
 * Voters on the roll, whatever their accreditation.
 */
onRoll: number, 
/**
 * Check-ins that stand.
 */
checkedIn: number, 
/**
 * Check-ins that were undone.
 */
undone: number, 
/**
 * Ballots cast, without provisional ones.
 */
ballotsCast: number, 
/**
 * Provisional ballots cast.
 */
provisional: number, 
/**
 * Ballots spoiled and issued again.
 */
spoiled: number, 
/**
 * Voters who left without casting.
 */
fled: number, 
/**
 * Voters registered here.
 */
registrations: number, 
/**
 * Voting sessions that are open.
 */
openSessions: number, };

/**
 * A place that files can be written to and read from.
 */
export type Drive = { 
/**
 * Names the drive.
 */
id: string, 
/**
 * As people know it.
 */
name: string, 
/**
 * A stick or card, rather than a folder of this machine.
 */
removable: boolean, 
/**
 * Free bytes.
 */
freeBytes: number | null, };

/**
 * Who on the roll a person at the form may be already.
 */
export type Duplicates = { 
/**
 * The voter with this very registration number: registering is refused, open the card instead.
 */
sameNumber: VoterRow | null, 
/**
 * Same name and date of birth under other numbers.
 */
alike: Array<VoterRow>, };

/**
 * Makes the station.
 */
export type Enrol = { 
/**
 * Where the signing key goes.
 */
keyPlace: KeyPlace, 
/**
 * For a key file; ignored for the keyring.
 */
passphrase: string, 
/**
 * At least two, one of them a presiding officer.
 */
officers: Array<NewOfficer>, };

/**
 * Which entries go into the file.
 */
export type ExportRange = "waiting" | "all";

/**
 * Writes signed segments to a drive.
 */
export type ExportSegments = { 
/**
 * Where to.
 */
driveId: string, 
/**
 * Which entries.
 */
range: ExportRange, };

/**
 * What was written.
 */
export type Exported = { 
/**
 * The file.
 */
file: FoundFile, 
/**
 * Segments in it.
 */
segments: number, 
/**
 * Number of the first entry in it.
 */
firstEntry: number, 
/**
 * Entries in it.
 */
entries: number, };

/**
 * A field of a form that breaks a rule.
 */
export type FieldFault = { 
/**
 * The field: `registration_number`, `name`, `date_of_birth`, `street`, …
 */
field: string, 
/**
 * The rule: `empty`, `too_long`, `control_characters`, `not_a_country`, `not_an_email`, `too_young`,
 * `too_old`, `not_a_date`, `not_a_style`, `not_issued_here`.
 */
code: string, 
/**
 * `max`, `age`, `needed` where the rule has them.
 */
params: { [key in string]: Param }, };

/**
 * Which file of the last search.
 */
export type FileId = { 
/**
 * [`FoundFile::id`].
 */
fileId: string, };

/**
 * What kind of file to look for on the drives.
 */
export type FileKind = "package" | "segments" | "picture";

/**
 * Looks for files.
 */
export type FindFiles = { 
/**
 * What kind.
 */
kind: FileKind, };

/**
 * Looks for a polling station by name, address or district.
 */
export type FindPlaces = { 
/**
 * Parts of them; empty for all.
 */
query: string, };

/**
 * Names the officers of a station that has none yet.
 */
export type FirstOfficers = { 
/**
 * At least two, one of them a presiding officer.
 */
officers: Array<NewOfficer>, };

/**
 * What is wrong with a form, field by field; nothing is stored.
 */
export type FormCheck = { 
/**
 * Every rule that it breaks. Empty fields that are needed are among them: show them once they were left.
 */
faults: Array<FieldFault>, 
/**
 * Years on election day, when the date of birth is a date.
 */
age: number | null, };

/**
 * What the form offers and how it limits.
 */
export type FormOptions = { 
/**
 * Ballot styles issued here, at least one.
 */
ballotStyles: Array<StyleName>, 
/**
 * Election day.
 */
electionDate: string, 
/**
 * Years on election day from which a person may vote.
 */
votingAge: number, 
/**
 * Characters in a line.
 */
maxChars: number, 
/**
 * Bytes of a picture (JPEG, PNG or WebP).
 */
maxPictureBytes: number, };

/**
 * A file that was found on a drive. The windows never see or name a path.
 */
export type FoundFile = { 
/**
 * Names the file until the next search.
 */
id: string, 
/**
 * File name.
 */
name: string, 
/**
 * Drive that it lies on, as people know it.
 */
drive: string, 
/**
 * Bytes.
 */
size: number, 
/**
 * When it was written.
 */
modified: string | null, };

/**
 * Everything that the home screen shows; asked for anew when something changed (event `home-changed`).
 */
export type HomeStatus = { 
/**
 * The state of the polls.
 */
polls: PollsStateName, 
/**
 * The legal opening time.
 */
opensAt: string | null, 
/**
 * The legal closing time.
 */
closesAt: string | null, 
/**
 * The counts.
 */
counts: Counts, 
/**
 * Everybody who was let in has cast a ballot, left, or is voting.
 */
reconciles: boolean, 
/**
 * Voters who are checked in and have no ballot yet.
 */
withoutBallot: number, 
/**
 * When the first of them was checked in.
 */
longestWaitSince: string | null, 
/**
 * How far the log has reached central.
 */
queue: QueueStatus, 
/**
 * How new the roll is.
 */
roll: RollFreshness, 
/**
 * The clock.
 */
clock: ClockStatus, 
/**
 * The booth.
 */
booth: BoothSummary, 
/**
 * Another program reads the store, so that the order of what was written cannot be wiped from the disk.
 */
orderKept: boolean, 
/**
 * Incidents on record.
 */
incidents: number, 
/**
 * Free bytes on the disk of the station's store.
 */
freeBytes: number | null, 
/**
 * The battery, where the machine has one.
 */
battery: Battery | null, 
/**
 * The time now, by this machine.
 */
now: string, };

/**
 * What a file held, and what it changed here.
 */
export type Imported = { 
/**
 * Segments of this very station that were verified against this log; they change nothing here.
 */
ownSegments: number, 
/**
 * Receipts that said something new.
 */
receipts: number, 
/**
 * Roll updates that changed the roll.
 */
rollUpdates: number, 
/**
 * Revisions of the definition.
 */
definitions: number, 
/**
 * Messages for other stations, which were passed over.
 */
foreign: number, 
/**
 * Entries that wait for a receipt afterwards.
 */
waiting: number, };

/**
 * What an incident is about.
 */
export type IncidentKindName = "other" | "equipment" | "clock" | "reconciliation" | "disturbance";

/**
 * A ballot went to the booth.
 */
export type Issued = { 
/**
 * Of a provisional vote: the case number that the voter keeps.
 */
caseNumber: string | null, };

/**
 * Where the station's signing key is kept.
 */
export type KeyPlace = "keyring" | "file";

/**
 * Where the signing key can be kept on this machine.
 */
export type KeyPlaces = { 
/**
 * Whether the operating system's keyring can be used now.
 */
keyring: boolean, 
/**
 * Why not: `no_service`, `locked`, `failed`; empty when it can.
 */
keyringProblem: string, 
/**
 * Fewest characters of a passphrase for a key file.
 */
minPassphrase: number, };

/**
 * What a scanner typed of a licence.
 */
export type LicenceScan = { 
/**
 * As it was typed, with line breaks.
 */
text: string, };

/**
 * What a licence says of its holder. It only fills in a search or a form, and is not kept.
 */
export type LicenceView = { 
/**
 * What to look for on the roll.
 */
query: string, 
/**
 * Given names and family name.
 */
name: string, 
/**
 * `YYYY-MM-DD`; empty when the card does not say it.
 */
dateOfBirth: string, 
/**
 * The address.
 */
address: AddressForm, 
/**
 * Its last day is over.
 */
expired: boolean, };

/**
 * What a line records. The windows filter by it.
 */
export type LineKind = "registration" | "check_in" | "check_in_undone" | "ballot_group" | "provisional_ballot" | "polls_opened" | "polls_paused" | "polls_resumed" | "polls_closed" | "incident" | "officer_action" | "recovery_copy" | "program_started" | "program_ended";

/**
 * A line of the log. Holds nothing of a ballot but how many there are.
 */
export type LogLineView = { 
/**
 * Number of the entry, from 0.
 */
entry: number, 
/**
 * What it records.
 */
kind: LineKind, 
/**
 * Finer than the kind: the action of an officer (`signed_in`, `ballot_spoiled`, …), the kind of an
 * incident (`equipment`, …); otherwise the kind itself.
 */
code: string, 
/**
 * What the wording needs: `voter`, `reason`, `text`, `ballots`, `case`, `software`, …
 */
params: { [key in string]: Param }, 
/**
 * When; ballots have no time.
 */
at: string | null, 
/**
 * Who; several names with commas between. Empty for ballots.
 */
officer: string, 
/**
 * In English, as auditors read it.
 */
text: string, 
/**
 * Central has confirmed it.
 */
confirmed: boolean, };

/**
 * A page of the log.
 */
export type LogPage = { 
/**
 * Newest first.
 */
lines: Array<LogLineView>, 
/**
 * For the next page; `null` when this is the last.
 */
before: number | null, 
/**
 * Entries in the whole log.
 */
entries: number, };

/**
 * Which part of the log, newest first.
 */
export type LogQuery = { 
/**
 * Entries before this number; `null` for the newest.
 */
before: number | null, 
/**
 * Most lines, up to 200.
 */
limit: number, 
/**
 * Only these kinds; empty for all.
 */
kinds: Array<LineKind>, };

/**
 * A new officer.
 */
export type NewOfficer = { 
/**
 * Up to 200 characters, unlike any other officer's.
 */
name: string, 
/**
 * What the officer may do.
 */
role: Role, 
/**
 * 6 to 12 digits; not all alike, not counting up or down.
 */
pin: string, };

/**
 * An officer of this station.
 */
export type Officer = { 
/**
 * Random; means nothing elsewhere.
 */
id: string, 
/**
 * As it stands in the log.
 */
name: string, 
/**
 * What the officer may do.
 */
role: Role, 
/**
 * After wrong PINs: no attempt is taken for so many seconds.
 */
waitSeconds: number, 
/**
 * The id of the officer who alone added this one or set their PIN: until another officer confirms it, this one
 * approves nothing. `null` when nobody needs to.
 */
vouchedBy: string | null, };

/**
 * Which officer.
 */
export type OfficerId = { 
/**
 * The officer.
 */
officerId: string, };

/**
 * An officer's word: who, and the PIN that proves it.
 */
export type OfficerPin = { 
/**
 * The officer.
 */
officerId: string, 
/**
 * The PIN.
 */
pin: string, };

/**
 * Opens the package that was chosen; it stays open until it is enrolled or another is opened.
 */
export type OpenPackage = { 
/**
 * [`FoundFile::id`].
 */
fileId: string, 
/**
 * The enrolment code: 16 letters and digits; case, spaces and dashes do not matter.
 */
code: string, };

/**
 * Opens the polls.
 */
export type OpenPolls = { 
/**
 * The second officer; one of the two is a presiding officer.
 */
second: OfficerPin, 
/**
 * Codes of all manual points, which the officers have ticked.
 */
confirmed: Array<string>, 
/**
 * To open outside the legal hours of election day: why. Ignored within them.
 */
outsideReason: string | null, };

/**
 * What is shown before the polls open.
 */
export type Opening = { 
/**
 * The checklist, in order.
 */
checklist: Array<ChecklistItem>, 
/**
 * The counters as they stand now.
 */
zero: ZeroCounts, 
/**
 * The legal opening time.
 */
opensAt: string | null, 
/**
 * The legal closing time.
 */
closesAt: string | null, 
/**
 * It is not between them: opening now needs a reason, which is logged.
 */
outsideHours: boolean, };

/**
 * What a package holds, to be confirmed by the officers.
 */
export type PackagePreview = { 
/**
 * The station that this kiosk will be.
 */
station: StationIdentity, 
/**
 * Voters on its roll.
 */
voters: number, 
/**
 * Kafka's address; empty when the station works without a network.
 */
kafka: string, };

/**
 * A value that the wording of an error or a log line needs.
 */
export type Param = number | string;

/**
 * Interrupts the voting.
 */
export type PausePolls = { 
/**
 * Why; 1 to 2,000 characters.
 */
reason: string, };

/**
 * Where the program stands between its start and a signed-in officer.
 */
export type Phase = "starting" | "first_run" | "no_officers" | "key_locked" | "ready" | "failed";

/**
 * The PIN of the officer who is signed in, or a new one.
 */
export type Pin = { 
/**
 * The PIN.
 */
pin: string, };

/**
 * A polling station, to send somebody there.
 */
export type PollingPlace = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Street address; may be empty.
 */
address: string, 
/**
 * Name of its district.
 */
district: string, };

/**
 * The state of the polls.
 */
export type PollsStateName = "not_opened" | "open" | "paused" | "closed";

/**
 * What an officer has chosen for the desk; kept in the data folder.
 */
export type Preferences = { 
/**
 * BCP 47; empty for the system's.
 */
language: string, 
/**
 * `system`, `light`, `dark`, `contrast`.
 */
theme: string, 
/**
 * `small`, `medium`, `large`, `largest`.
 */
textSize: string, };

/**
 * What the desk prints.
 */
export type PrintAtDesk = { "what": "report", 
/**
 * Which.
 */
report: ReportKind, } | { "what": "slip", 
/**
 * The number.
 */
number: string, 
/**
 * The words around it.
 */
words: SlipWords, };

/**
 * Where it went.
 */
export type Printed = { "place": "printer", 
/**
 * Its queue.
 */
name: string, } | { "place": "folder", 
/**
 * The folder.
 */
folder: string, 
/**
 * The file.
 */
file: string, };

/**
 * Lets somebody who is not on the roll vote provisionally.
 */
export type ProvisionalClaim = { 
/**
 * Who claims the right to vote.
 */
claimant: VoterForm, 
/**
 * Why.
 */
reason: ProvisionalReasonName, 
/**
 * The name that the claimant typed under the declaration; empty when it is signed on paper.
 */
declared: string, 
/**
 * A provisional ballot was issued to this person before: why another is.
 */
again: string | null, };

/**
 * Lets a voter who is on the roll vote provisionally.
 */
export type ProvisionalOnRoll = { 
/**
 * The voter.
 */
voterId: string, 
/**
 * Why.
 */
reason: ProvisionalReasonName, 
/**
 * The name that the claimant typed under the declaration; empty when it is signed on paper.
 */
declared: string, 
/**
 * A provisional ballot was issued to this person before: why another is.
 */
again: string | null, };

/**
 * Why somebody votes provisionally.
 */
export type ProvisionalReasonName = "not_on_roll" | "not_accredited" | "already_checked_in" | "other_polling_station" | "roll_stale" | "identity_doubted";

/**
 * A QR code as one path of an SVG image; one unit is one module, the quiet zone is in it.
 */
export type QrCode = { 
/**
 * Modules of a side with the quiet zone: `viewBox="0 0 size size"`.
 */
size: number, 
/**
 * The `d` of the path, dark modules.
 */
path: string, 
/**
 * What the code says, for those who cannot scan it.
 */
text: string, };

/**
 * How far the log has reached central.
 */
export type QueueStatus = { 
/**
 * Entries in the log.
 */
entries: number, 
/**
 * Entries that central has confirmed as durable.
 */
confirmed: number, 
/**
 * Entries that wait for a receipt.
 */
waiting: number, 
/**
 * Sealed ballots that wait for their batch and are not in the log yet.
 */
boxed: number, 
/**
 * When the last receipt that said something new arrived.
 */
lastReceipt: string | null, 
/**
 * Whether a broker answers.
 */
connection: Connection, 
/**
 * Kafka's address; empty when there is none.
 */
kafka: string, 
/**
 * How central regards this kiosk.
 */
standing: StandingAtCentral, 
/**
 * Why central refused the last segment that it refused, by code (`bad_signature`, `chain_break`,
 * `unknown_station`, `revoked`, `equivocation`, …) with details after a colon; empty when none was.
 */
refusal: string, 
/**
 * A contradiction.
 */
trouble: Trouble | null, };

/**
 * A registration on record.
 */
export type Registered = { 
/**
 * The voter.
 */
voterId: string, 
/**
 * What the person takes home: station, incarnation and number of the log's entry.
 */
receiptNumber: string, 
/**
 * Voters on the roll who may be the same person.
 */
alike: Array<VoterRow>, };

/**
 * What whoever asked can do about an error.
 */
export type Remedy = "refused" | "retry" | "corrupt" | "bug";

/**
 * Puts an incident on record.
 */
export type ReportIncident = { 
/**
 * What it is about.
 */
kind: IncidentKindName, 
/**
 * In words; 1 to 2,000 characters.
 */
text: string, };

/**
 * Which report.
 */
export type ReportKind = "zero" | "close";

/**
 * What an officer may do.
 */
export type Role = "poll_worker" | "presiding_officer";

/**
 * How new the roll is.
 */
export type RollFreshness = { 
/**
 * When the roll was last known to be what central has; `null` before the first connection: the roll is
 * that of the station package.
 */
asOf: string | null, 
/**
 * Too old to be relied on for what other stations and officials did since.
 */
stale: boolean, };

/**
 * Writes a report as PDF to a drive.
 */
export type SaveReport = { 
/**
 * Which report.
 */
report: ReportKind, 
/**
 * [`super::queue::Drive::id`].
 */
driveId: string, };

/**
 * How many screens the kiosk uses.
 */
export type Screens = "two" | "one";

/**
 * What to look for.
 */
export type Search = { 
/**
 * Parts of a name, a registration number, a date of birth, or what a scanner typed.
 */
query: string, 
/**
 * A date such as 5/4/1980 is tried with the month first; the other way round it is tried too.
 */
monthFirst: boolean, 
/**
 * Most voters to return, up to 200.
 */
limit: number, };

/**
 * Who was found.
 */
export type SearchResult = { 
/**
 * The best, best first.
 */
voters: Array<VoterRow>, 
/**
 * How many there are, those that are not in the list included.
 */
total: number, };

/**
 * Which session.
 */
export type SessionRef = { 
/**
 * The session.
 */
sessionId: string, };

/**
 * A session whose ballot is not cast.
 */
export type SessionView = { 
/**
 * The session. Random: says nothing of the voter.
 */
sessionId: string, 
/**
 * Titles of the contests on its ballot.
 */
contests: Array<string>, 
/**
 * The vote is provisional.
 */
provisional: boolean, 
/**
 * It is in the booth.
 */
inBooth: boolean, };

/**
 * Gives an officer another PIN.
 */
export type SetPin = { 
/**
 * Whose PIN: one's own, or, for a presiding officer, anybody's.
 */
officerId: string, 
/**
 * The new PIN, which that officer types.
 */
newPin: string, 
/**
 * The PIN of the officer who is signed in: whoever finds an open desk cannot change PINs.
 */
ownPin: string, };

/**
 * The words on a slip, in the language of whoever takes it home.
 */
export type SlipWords = { 
/**
 * What it is.
 */
title: string, 
/**
 * What the number on it is.
 */
label: string, 
/**
 * What it is good for.
 */
note: string, };

/**
 * Where a voter stands, as far as this station knows.
 */
export type Standing = { "state": "may_check_in" } | { "state": "pending" } | { "state": "rejected" } | { "state": "withdrawn" } | { "state": "checked_in", 
/**
 * When.
 */
at: string, 
/**
 * Whether the ballot was issued.
 */
issued: boolean, } | { "state": "checked_in_elsewhere", 
/**
 * Where.
 */
place: PollingPlace, 
/**
 * When.
 */
at: string, } | { "state": "other_polling_station", 
/**
 * Where to go.
 */
place: PollingPlace, };

/**
 * How central regards this kiosk.
 */
export type StandingAtCentral = "active" | "revoked" | "quarantined";

/**
 * Which station this is.
 */
export type StationIdentity = { 
/**
 * Polling station id.
 */
id: string, 
/**
 * Polling station name.
 */
name: string, 
/**
 * Street address; may be empty.
 */
address: string, 
/**
 * Which life of the station this is, from 1.
 */
incarnation: number, 
/**
 * Election id.
 */
election: string, 
/**
 * Election title.
 */
electionTitle: string, 
/**
 * Election day.
 */
electionDate: string, 
/**
 * Legal opening, local time `HH:MM:SS`.
 */
pollsOpen: string, 
/**
 * Legal closing, local time `HH:MM:SS`.
 */
pollsClose: string, 
/**
 * IANA name of the polling station's time zone: the windows show all times in it.
 */
timeZone: string, 
/**
 * Version of the definition in force.
 */
definitionVersion: number, 
/**
 * Start of the definition's SHA-256, hexadecimal: what officers compare by telephone.
 */
definitionFingerprint: string, 
/**
 * Years on election day from which a person may vote.
 */
votingAge: number, };

/**
 * A picture that was stored on this kiosk.
 */
export type StoredPicture = { 
/**
 * For [`VoterForm::picture`].
 */
reference: string, };

/**
 * A ballot style and what is on it.
 */
export type StyleName = { 
/**
 * Its id.
 */
id: string, 
/**
 * Titles of its contests, in ballot order.
 */
contests: Array<string>, };

/**
 * A training.
 */
export type Training = { 
/**
 * Who can sign in.
 */
officers: Array<TrainingOfficer>, };

/**
 * Who practises in a training.
 */
export type TrainingOfficer = { 
/**
 * Name.
 */
name: string, 
/**
 * PIN. It opens nothing but this training.
 */
pin: string, };

/**
 * A contradiction between central and this log, which only officials can resolve.
 */
export type Trouble = { "code": "rewound", 
/**
 * Entries that central holds.
 */
central: number, 
/**
 * Entries that the log has.
 */
here: number, } | { "code": "diverged", 
/**
 * The entries before this number differ.
 */
before: number, } | { "code": "superseded", 
/**
 * The incarnation that central now listens to.
 */
incarnation: number, };

/**
 * Takes a check-in back.
 */
export type UndoCheckIn = { 
/**
 * The voter.
 */
voterId: string, 
/**
 * Why; 1 to 2,000 characters.
 */
reason: string, };

/**
 * Opens a station whose key is locked.
 */
export type Unlock = { 
/**
 * Of the key file; empty to try the keyring again.
 */
passphrase: string, };

/**
 * How a contest is voted.
 */
export type Variation = { "kind": "plurality", 
/**
 * Votes.
 */
votesAllowed: number, } | { "kind": "ranked", 
/**
 * Ranks.
 */
ranksAllowed: number, };

/**
 * A voter with all that the officer compares.
 */
export type VoterCard = { 
/**
 * The voter.
 */
voterId: string, 
/**
 * Full name, in the voter's own order and script.
 */
name: string, 
/**
 * As the registry writes it.
 */
registrationNumber: string, 
/**
 * Date of birth.
 */
dateOfBirth: string, 
/**
 * Years on election day.
 */
age: number, 
/**
 * As the registry writes it; may be empty.
 */
gender: string, 
/**
 * ISO 3166-1 alpha-2; may be empty.
 */
nationality: string, 
/**
 * Postal address.
 */
address: AddressForm, 
/**
 * E-mail; may be empty.
 */
email: string, 
/**
 * Phone; may be empty.
 */
phone: string, 
/**
 * Mobile phone; may be empty.
 */
cell: string, 
/**
 * `data:image/…` of the picture, when this kiosk has it.
 */
picture: string | null, 
/**
 * The roll names a picture, whether this kiosk has it or not.
 */
hasPicture: boolean, 
/**
 * The ballot that the voter is entitled to.
 */
ballotStyle: StyleName, 
/**
 * When the registration was made.
 */
registeredAt: string, 
/**
 * Where the voter stands.
 */
standing: Standing, 
/**
 * What the officer compares with the voter's document: `name`, `date_of_birth`, `picture`, `address`.
 */
verify: Array<string>, 
/**
 * Reasons for which this voter may vote provisionally now; the first is the one that fits.
 */
provisionalReasons: Array<ProvisionalReasonName>, 
/**
 * The check-in can be taken back: no ballot was issued.
 */
mayUndo: boolean, 
/**
 * A ballot can be issued now.
 */
mayIssue: boolean, 
/**
 * What stops the ballot of who is checked in: what changed on the roll since then (`not_accredited`,
 * `checked_in_elsewhere`, `other_polling_station`, `other_style`), or `booth_busy`; `null` when nothing does.
 */
obstacle: string | null, 
/**
 * When a provisional ballot was issued here to this person before; `null` when none was.
 */
provisionalBefore: string | null, };

/**
 * The registration form as it is filled in: everything is text, and checked here.
 */
export type VoterForm = { 
/**
 * As the registry writes it.
 */
registrationNumber: string, 
/**
 * Full name, in the voter's own order and script.
 */
name: string, 
/**
 * `YYYY-MM-DD`.
 */
dateOfBirth: string, 
/**
 * As the registry writes it; may be empty.
 */
gender: string, 
/**
 * ISO 3166-1 alpha-2; may be empty.
 */
nationality: string, 
/**
 * Postal address.
 */
address: AddressForm, 
/**
 * E-mail; may be empty.
 */
email: string, 
/**
 * Phone; may be empty.
 */
phone: string, 
/**
 * Mobile phone; may be empty.
 */
cell: string, 
/**
 * What `store_picture` returned; empty for none.
 */
picture: string, 
/**
 * A ballot style issued here; empty for the first.
 */
ballotStyle: string, };

/**
 * Which voter.
 */
export type VoterId = { 
/**
 * The voter.
 */
voterId: string, };

/**
 * A voter in a list.
 */
export type VoterRow = { 
/**
 * The voter.
 */
voterId: string, 
/**
 * Full name, in the voter's own order and script.
 */
name: string, 
/**
 * As the registry writes it.
 */
registrationNumber: string, 
/**
 * Date of birth.
 */
dateOfBirth: string, 
/**
 * Street and city in one line; may be empty.
 */
address: string, 
/**
 * Where the voter stands.
 */
standing: Standing, };

/**
 * A voter who is checked in and has no ballot yet.
 */
export type WaitingVoter = { 
/**
 * The voter.
 */
voterId: string, 
/**
 * Full name, in the voter's own order and script.
 */
name: string, 
/**
 * As the registry writes it.
 */
registrationNumber: string, 
/**
 * When they were checked in.
 */
since: string, };

/**
 * A contest of the zero report.
 */
export type ZeroContest = { 
/**
 * As it stands on the ballot.
 */
title: string, 
/**
 * Who can be chosen, in ballot order. Nobody has a vote.
 */
candidates: Array<string>, };

/**
 * Counters before the polls open.
 */
export type ZeroCounts = { 
/**
 * Check-ins on record.
 */
checkIns: number, 
/**
 * Ballots in the box.
 */
ballots: number, 
/**
 * Provisional ballots in the box.
 */
provisional: number, 
/**
 * Spoiled ballots.
 */
spoiled: number, };

/**
 * The zero report as it was logged.
 */
export type ZeroReportView = { 
/**
 * The counters, all zero.
 */
counts: ZeroCounts, 
/**
 * Every contest on the ballots of this station.
 */
contests: Array<ZeroContest>, 
/**
 * Who opened.
 */
officers: Array<string>, 
/**
 * When.
 */
at: string, 
/**
 * Number of the entry in the log.
 */
entry: number, 
/**
 * Why the polls were opened outside the legal hours; empty when it was within them.
 */
outsideHours: string, };

/** What the desk window may call: `invoke(name, { request })`. */
export interface DeskCommands {
  app_state: { request: null; answer: AppState };
  preferences: { request: null; answer: Preferences };
  set_preferences: { request: Preferences; answer: null };
  find_files: { request: FindFiles; answer: Array<FoundFile> };
  open_package: { request: OpenPackage; answer: PackagePreview };
  key_places: { request: null; answer: KeyPlaces };
  enrol: { request: Enrol; answer: AppState };
  name_officers: { request: FirstOfficers; answer: AppState };
  unlock_key: { request: Unlock; answer: AppState };
  officers: { request: null; answer: Array<Officer> };
  sign_in: { request: OfficerPin; answer: AppState };
  sign_out: { request: null; answer: AppState };
  lock: { request: null; answer: AppState };
  unlock: { request: Pin; answer: AppState };
  keep_awake: { request: null; answer: null };
  add_officer: { request: NewOfficer; answer: Array<Officer> };
  remove_officer: { request: OfficerId; answer: Array<Officer> };
  confirm_officer: { request: ConfirmOfficer; answer: Array<Officer> };
  set_pin: { request: SetPin; answer: Array<Officer> };
  home: { request: null; answer: HomeStatus };
  show_booth: { request: null; answer: null };
  help_given: { request: null; answer: null };
  quit: { request: null; answer: null };
  practise: { request: null; answer: null };
  end_training: { request: null; answer: null };
  opening: { request: null; answer: Opening };
  open_polls: { request: OpenPolls; answer: ZeroReportView };
  zero_report: { request: null; answer: ZeroReportView | null };
  pause_polls: { request: PausePolls; answer: HomeStatus };
  resume_polls: { request: null; answer: HomeStatus };
  closing: { request: null; answer: Closing };
  close_polls: { request: ClosePolls; answer: CloseReportView };
  close_report: { request: null; answer: CloseReportView | null };
  save_report: { request: SaveReport; answer: FoundFile };
  print_desk: { request: PrintAtDesk; answer: Printed };
  search: { request: Search; answer: SearchResult };
  voter: { request: VoterId; answer: VoterCard };
  check_in: { request: VoterId; answer: VoterCard };
  undo_check_in: { request: UndoCheckIn; answer: VoterCard };
  issue_ballot: { request: VoterId; answer: Issued };
  vote_provisionally: { request: ProvisionalOnRoll; answer: Issued };
  claim_provisionally: { request: ProvisionalClaim; answer: Issued };
  polling_places: { request: FindPlaces; answer: Array<PollingPlace> };
  waiting: { request: null; answer: Array<WaitingVoter> };
  sessions: { request: null; answer: Array<SessionView> };
  note_assistance: { request: Assistance; answer: null };
  read_licence: { request: LicenceScan; answer: LicenceView };
  hand_to_booth: { request: SessionRef; answer: null };
  voter_has_left: { request: null; answer: null };
  spoil: { request: SessionRef; answer: Array<SessionView> };
  flee: { request: SessionRef; answer: Array<SessionView> };
  form_options: { request: null; answer: FormOptions };
  check_form: { request: VoterForm; answer: FormCheck };
  duplicates: { request: VoterForm; answer: Duplicates };
  register: { request: VoterForm; answer: Registered };
  store_picture: { request: Uint8Array; answer: StoredPicture };
  store_picture_file: { request: FileId; answer: StoredPicture };
  queue: { request: null; answer: QueueStatus };
  retry_now: { request: null; answer: null };
  drives: { request: null; answer: Array<Drive> };
  export_segments: { request: ExportSegments; answer: Exported };
  import_file: { request: FileId; answer: Imported };
  log: { request: LogQuery; answer: LogPage };
  report_incident: { request: ReportIncident; answer: null };
}

/** What the booth window may call: `invoke(name, { request })`. */
export interface BoothCommands {
  booth: { request: null; answer: Booth };
  cast: { request: Cast; answer: CastBallot };
  finish: { request: null; answer: null };
  booth_touched: { request: null; answer: null };
  call_officer: { request: null; answer: null };
  booth_officers: { request: null; answer: BoothOfficers };
  leave_booth: { request: OfficerPin; answer: null };
  print_booth: { request: SlipWords; answer: null };
}

/** What the windows are told: that something changed. What it is now, they ask. */
export type EventName = "app-changed" | "home-changed" | "close-refused" | "booth-changed";
