import type {
  AppState,
  DeskCommands,
  Drive,
  EventName,
  FieldFault,
  FoundFile,
  Preferences,
  SessionView,
  VoterForm,
  WaitingVoter,
} from "../bindings";
import { logPage } from "./log";
import { cardOf, people, PLACES, rowOf } from "./people";
import { refusal } from "./refuse";
import { appOf, checklistOf, CLOSE, homeOf, NOW, OFFICERS, PIN, STATION, ZERO } from "./state";

type Handlers = {
  [K in keyof DeskCommands]: (request: DeskCommands[K]["request"]) => DeskCommands[K]["answer"];
};

const CONTESTS = ["Mayor of Riverton", "City Council, Ward 2", "Name of the new river park"];
const DRIVES: Drive[] = [{ id: "stick", name: "ELECTION-STICK", removable: true, freeBytes: 15_800_000_000 }];

function fileOf(id: string, name: string, size: number): FoundFile {
  return { id, name, drive: "ELECTION-STICK", size, modified: "2026-11-02T16:20:00Z" };
}

function faultsOf(form: VoterForm): FieldFault[] {
  const empty = (field: string, value: string): FieldFault[] =>
    value.trim() === "" ? [{ field, code: "empty", params: {} }] : [];
  const age = ageOf(form);
  return [
    ...empty("registration_number", form.registrationNumber),
    ...empty("name", form.name),
    ...(age === null ? empty("date_of_birth", form.dateOfBirth) : []),
    ...(age !== null && age < 18
      ? [{ field: "date_of_birth", code: "too_young", params: { age, needed: 18 } }]
      : []),
    ...(form.email !== "" && !form.email.includes("@")
      ? [{ field: "email", code: "not_an_email", params: {} }]
      : []),
  ];
}

function ageOf(form: VoterForm): number | null {
  const born = Date.parse(form.dateOfBirth);
  return Number.isNaN(born) ? null : Math.floor((Date.parse("2026-11-03") - born) / 31_556_952_000);
}

/** The desk in memory: an election day that goes on while one clicks. `error` refuses what writes. */
export function demoDesk(scenario: string, emit: (event: EventName) => void): Handlers {
  let app = appOf(scenario);
  let preferences: Preferences = { language: "en", theme: "light", textSize: "medium" };
  let sessions: SessionView[] =
    homeOf(scenario).counts.openSessions > 0
      ? [
          { sessionId: "s1", contests: CONTESTS, provisional: false, inBooth: true },
          { sessionId: "s2", contests: CONTESTS, provisional: true, inBooth: false },
        ]
      : [];
  const home = homeOf(scenario);
  let officers = structuredClone(OFFICERS);
  if (scenario === "sign-in-refused" && officers[1]) officers[1].waitSeconds = 95;
  const roll = people(NOW);
  const cards = roll.map(cardOf);
  const isBroken = scenario === "error";
  const now = () => structuredClone({ ...home, counts: { ...home.counts, openSessions: sessions.length } });
  const changed = () => emit("home-changed");
  const move = (change: Partial<AppState>): AppState => {
    app = { ...app, ...change };
    return structuredClone(app);
  };
  const needPin = (pin: string) => {
    if (pin !== PIN) throw refusal("wrong_pin", "refused", { left: 3 });
  };
  const waiting = (): WaitingVoter[] =>
    roll.slice(1, 3).map((person, at) => ({
      voterId: `voter-${at + 1}`,
      name: person.name,
      registrationNumber: `RV-${100234 + (at + 1) * 7919}`,
      since: `2026-11-03T20:${31 + at * 4}:00Z`,
    }));
  const mayWrite = () => {
    if (isBroken) throw refusal("store", "retry", {}, "disk I/O error");
  };
  const cardFor = (voterId: string) => {
    const card = cards.find((known) => known.voterId === voterId);
    if (!card) throw refusal("unknown_voter");
    return card;
  };
  const needOpen = () => {
    if (home.polls !== "open") throw refusal("polls_not_open", "refused", { state: home.polls });
  };
  const issue = (provisional: boolean) => {
    sessions = [
      ...sessions,
      {
        sessionId: `s${sessions.length + 3}`,
        contests: CONTESTS,
        provisional,
        inBooth: sessions.length === 0,
      },
    ];
    changed();
    return { caseNumber: provisional ? "P-7QK4-M2" : null };
  };
  return {
    app_state: () => structuredClone(app),
    preferences: () => preferences,
    set_preferences: (chosen) => {
      preferences = chosen;
      return null;
    },
    find_files: ({ kind }) => {
      if (scenario === "first-run-empty" || scenario === "empty") return [];
      if (kind === "package")
        return [
          fileOf("p1", "oak-street.station-package", 482_113),
          fileOf("p2", "old-mill.station-package", 391_002),
        ];
      if (kind === "segments") return [fileOf("f1", "answer-oak-street.segments", 91_220)];
      return [fileOf("i1", "portrait.jpg", 184_020)];
    },
    open_package: ({ code }) => {
      if (code.toUpperCase() !== "DEMO") throw refusal("wrong_code");
      return { station: STATION, voters: 1284, kafka: "kafka.riverton.example:9093" };
    },
    key_places: () =>
      scenario === "first-run-empty"
        ? { keyring: false, keyringProblem: "no_service", minPassphrase: 12 }
        : { keyring: true, keyringProblem: "", minPassphrase: 12 },
    enrol: () => move({ phase: "ready", station: STATION, keyPlace: "keyring" }),
    name_officers: () => move({ phase: "ready" }),
    unlock_key: ({ passphrase }) => {
      if (passphrase !== "demo") throw refusal("wrong_passphrase");
      return move({ phase: "ready" });
    },
    officers: () => structuredClone(officers),
    sign_in: ({ officerId, pin }) => {
      needPin(pin);
      return move({ officer: officers.find(({ id }) => id === officerId) ?? null, locked: false });
    },
    sign_out: () => move({ officer: null, locked: false }),
    lock: () => move({ locked: true }),
    unlock: ({ pin }) => {
      needPin(pin);
      return move({ locked: false });
    },
    keep_awake: () => null,
    add_officer: ({ name, role }) => {
      mayWrite();
      officers = [
        ...officers,
        { id: `o${officers.length}`, name, role, waitSeconds: 0, vouchedBy: app.officer?.id ?? null },
      ];
      return officers;
    },
    remove_officer: ({ officerId }) => {
      mayWrite();
      officers = officers.filter(({ id }) => id !== officerId);
      return officers;
    },
    confirm_officer: ({ officerId, by }) => {
      needPin(by.pin);
      officers = officers.map((known) => (known.id === officerId ? { ...known, vouchedBy: null } : known));
      return officers;
    },
    set_pin: ({ officerId, ownPin }) => {
      needPin(ownPin);
      const by = app.officer?.id ?? null;
      officers = officers.map((known) =>
        known.id === officerId && known.id !== by ? { ...known, vouchedBy: by } : known,
      );
      return officers;
    },
    home: now,
    show_booth: () => null,
    help_given: () => {
      move({ helpWanted: false });
      changed();
      return null;
    },
    practise: () => null,
    end_training: () => null,
    quit: () => null,
    opening: () => ({
      checklist: checklistOf(scenario),
      zero: ZERO.counts,
      opensAt: home.opensAt,
      closesAt: home.closesAt,
      outsideHours: scenario === "not-ready",
    }),
    open_polls: ({ second }) => {
      needPin(second.pin);
      home.polls = "open";
      changed();
      return ZERO;
    },
    zero_report: () => (home.polls === "not_opened" ? null : ZERO),
    pause_polls: () => {
      mayWrite();
      home.polls = "paused";
      return now();
    },
    resume_polls: () => {
      home.polls = "open";
      return now();
    },
    closing: () => ({
      counts: { ...CLOSE.counts, ballots: isBroken ? 515 : CLOSE.counts.ballots, reconciles: !isBroken },
      closesAt: home.closesAt,
      beforeLegalTime: true,
      openSessions: scenario === "closing" ? 0 : sessions.length,
      withoutBallot: isBroken ? waiting() : [],
    }),
    close_polls: ({ second }) => {
      needPin(second.pin);
      home.polls = "closed";
      changed();
      return CLOSE;
    },
    close_report: () => (home.polls === "closed" ? CLOSE : null),
    save_report: ({ report }) => {
      mayWrite();
      return fileOf("r1", `oak-street-${report}.pdf`, 48_200);
    },
    print_desk: () => ({ place: "folder", folder: "/var/lib/pollstream/printed", file: "zero-report.pdf" }),
    waiting,
    note_assistance: () => null,
    read_licence: ({ text }) => {
      if (!text.includes("ANSI ")) throw refusal("not_a_licence");
      const family = /DCS(.*)/u.exec(text)?.[1] ?? "";
      return {
        query: family,
        name: family,
        dateOfBirth: "",
        address: { street: "", city: "", state: "", country: "", postcode: "" },
        expired: false,
      };
    },
    search: ({ query, limit }) => {
      const parts = query
        .toLowerCase()
        .split(/\s+/u)
        .filter((part) => part !== "");
      const found = cards.filter((card) =>
        parts.every((part) =>
          `${card.name} ${card.registrationNumber} ${card.dateOfBirth}`.toLowerCase().includes(part),
        ),
      );
      return { voters: found.slice(0, limit).map(rowOf), total: found.length };
    },
    voter: ({ voterId }) => structuredClone(cardFor(voterId)),
    check_in: ({ voterId }) => {
      needOpen();
      mayWrite();
      const card = cardFor(voterId);
      Object.assign(card, {
        standing: { state: "checked_in", at: NOW, issued: false },
        mayUndo: true,
        mayIssue: true,
      });
      home.counts.checkedIn += 1;
      changed();
      return structuredClone(card);
    },
    undo_check_in: ({ voterId }) => {
      const card = cardFor(voterId);
      Object.assign(card, { standing: { state: "may_check_in" }, mayUndo: false, mayIssue: false });
      home.counts.checkedIn -= 1;
      changed();
      return structuredClone(card);
    },
    issue_ballot: ({ voterId }) => {
      mayWrite();
      const card = cardFor(voterId);
      Object.assign(card, {
        standing: { state: "checked_in", at: NOW, issued: true },
        mayUndo: false,
        mayIssue: false,
      });
      return issue(false);
    },
    vote_provisionally: () => {
      needOpen();
      return issue(true);
    },
    claim_provisionally: ({ claimant }) => {
      const faults = faultsOf(claimant).filter(({ field }) => field === "name" || field === "date_of_birth");
      if (faults.length > 0) throw refusal("voter_faults", "refused", {}, "", faults);
      return issue(true);
    },
    polling_places: ({ query }) =>
      PLACES.filter((place) => JSON.stringify(place).toLowerCase().includes(query.toLowerCase())),
    sessions: () => sessions,
    hand_to_booth: () => {
      throw refusal("booth_busy");
    },
    voter_has_left: () => {
      home.booth.phase = "free";
      changed();
      return null;
    },
    spoil: () => sessions,
    flee: ({ sessionId }) => {
      sessions = sessions.filter((session) => session.sessionId !== sessionId);
      changed();
      return sessions;
    },
    form_options: () => ({
      ballotStyles: [
        { id: "ward-2", contests: CONTESTS },
        { id: "ward-2-county", contests: CONTESTS.slice(0, 2) },
      ],
      electionDate: STATION.electionDate,
      votingAge: 18,
      maxChars: 200,
      maxPictureBytes: 1_000_000,
    }),
    check_form: (form) => ({ faults: faultsOf(form), age: ageOf(form) }),
    duplicates: (form) => ({
      sameNumber: null,
      alike: cards.filter((card) => card.name.toLowerCase() === form.name.toLowerCase()).map(rowOf),
    }),
    register: () => {
      mayWrite();
      return { voterId: "new", receiptNumber: "R-20431-88", alike: [] };
    },
    store_picture: () => ({ reference: "sha256:demo" }),
    store_picture_file: () => ({ reference: "sha256:demo" }),
    queue: () => home.queue,
    retry_now: () => {
      if (isBroken) throw refusal("busy", "retry");
      return null;
    },
    drives: () => (scenario === "empty" ? [] : DRIVES),
    export_segments: () => {
      mayWrite();
      return {
        file: fileOf("e1", "oak-street-1.segments", 612_000),
        segments: 5,
        firstEntry: 1,
        entries: home.queue.entries,
      };
    },
    import_file: () => {
      if (isBroken) throw refusal("not_segments");
      return {
        ownSegments: 0,
        receipts: 1,
        rollUpdates: 14,
        definitions: 0,
        foreign: 2,
        waiting: home.queue.waiting,
      };
    },
    log: (query) => logPage(query, scenario),
    report_incident: () => {
      mayWrite();
      home.incidents += 1;
      changed();
      return null;
    },
  };
}
