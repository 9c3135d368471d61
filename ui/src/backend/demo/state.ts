import type {
  AppState,
  ChecklistItem,
  CloseReportView,
  HomeStatus,
  Officer,
  ZeroReportView,
} from "../bindings";
import { pretendQr } from "./booth";

/** The moment at which the demo stands: in the afternoon of election day in Riverton. */
export const NOW = "2026-11-03T20:42:00Z";
export const PIN = "246810";

export const OFFICERS: Officer[] = [
  { id: "amina", name: "Amina Rahman", role: "presiding_officer", waitSeconds: 0, vouchedBy: null },
  { id: "jose", name: "José Carlos Villanueva", role: "poll_worker", waitSeconds: 0, vouchedBy: null },
  { id: "priya", name: "प्रिया शर्मा", role: "poll_worker", waitSeconds: 0, vouchedBy: null },
];

export const STATION: NonNullable<AppState["station"]> = {
  id: "oak-street",
  name: "Oak Street School",
  address: "1 Oak Street, Riverton",
  incarnation: 1,
  election: "riverton-2026",
  electionTitle: "City of Riverton General Municipal Election",
  electionDate: "2026-11-03",
  pollsOpen: "07:00:00",
  pollsClose: "20:00:00",
  timeZone: "America/Chicago",
  definitionVersion: 1,
  definitionFingerprint: "9f3c 41d7 a02e 6b58",
  votingAge: 18,
};

export function appOf(scenario: string): AppState {
  const phase: Partial<Record<string, AppState["phase"]>> = {
    "first-run": "first_run",
    "first-run-empty": "first_run",
    "no-officers": "no_officers",
    "key-locked": "key_locked",
    failed: "failed",
  };
  const isReady = phase[scenario] === undefined;
  const [presiding] = OFFICERS;
  const isSignedOut = scenario === "sign-in" || scenario === "sign-in-refused";
  return {
    phase: phase[scenario] ?? "ready",
    station: scenario.startsWith("first-run") ? null : STATION,
    keyPlace: scenario === "key-locked" ? "file" : isReady ? "keyring" : null,
    officer: isReady && !isSignedOut && presiding ? presiding : null,
    locked: scenario === "locked",
    idleLockSeconds: 300,
    failure:
      scenario === "failed"
        ? {
            code: "damaged",
            remedy: "corrupt",
            params: {},
            faults: [],
            detail: "log entry 41: hash does not match",
          }
        : null,
    helpWanted: scenario === "error",
    screens: "two",
    training:
      scenario === "training"
        ? { officers: OFFICERS.map(({ name }, n) => ({ name, pin: `11235${n}` })) }
        : null,
    version: "0.1.0",
    now: NOW,
  };
}

export function homeOf(scenario: string): HomeStatus {
  const isEmpty = scenario === "empty" || scenario === "not-ready";
  const isTroubled = scenario === "error";
  const isRun = !isEmpty;
  const polls =
    scenario === "paused" ? "paused" : scenario === "closed" ? "closed" : isEmpty ? "not_opened" : "open";
  const busy = isRun && polls === "open";
  return {
    polls,
    opensAt: "2026-11-03T13:00:00Z",
    closesAt: "2026-11-04T02:00:00Z",
    counts: {
      onRoll: 1284,
      checkedIn: isRun ? 517 : 0,
      undone: isRun ? 2 : 0,
      ballotsCast: isRun ? 514 : 0,
      provisional: isRun ? 6 : 0,
      spoiled: isRun ? 3 : 0,
      fled: isRun ? 1 : 0,
      registrations: isRun ? 9 : 0,
      openSessions: busy ? 2 : 0,
    },
    reconciles: !isTroubled,
    withoutBallot: busy ? 2 : 0,
    longestWaitSince: busy ? "2026-11-03T20:31:00Z" : null,
    orderKept: isTroubled,
    queue: {
      entries: isRun ? 1089 : 1,
      confirmed: isRun ? (isTroubled ? 871 : 1089) : 0,
      waiting: isTroubled ? 218 : isEmpty ? 1 : 0,
      boxed: isRun ? 4 : 0,
      lastReceipt: isEmpty ? null : "2026-11-03T20:41:12Z",
      connection: isTroubled
        ? { state: "offline", since: "2026-11-03T18:05:00Z" }
        : { state: "online", since: "2026-11-03T12:14:00Z" },
      kafka: "kafka.riverton.example:9093",
      standing: isTroubled ? "quarantined" : "active",
      refusal: isTroubled ? "chain break at entry 872" : "",
      trouble: isTroubled ? { code: "diverged", before: 872 } : null,
    },
    roll: { asOf: isEmpty ? null : "2026-11-03T20:41:12Z", stale: isTroubled },
    clock: { state: isTroubled ? "slow" : "good", offsetSeconds: isTroubled ? -94 : 0 },
    booth: {
      phase: busy ? "voting" : "free",
      provisional: false,
      waitingSessions: 0,
      inactiveMinutes: isTroubled ? 4 : 0,
      shown: true,
    },
    incidents: isRun ? 1 : 0,
    battery: isTroubled ? { percent: 11, discharging: true } : null,
    freeBytes: isTroubled ? 210_000_000 : 81_400_000_000,
    now: NOW,
  };
}

export function checklistOf(scenario: string): ChecklistItem[] {
  const item = (code: string, manual: boolean, ok: boolean, required = true): ChecklistItem => ({
    code,
    manual,
    ok,
    required,
    params: {},
  });
  const isFine = scenario !== "not-ready";
  return [
    item("counters_zero", false, true),
    item("roll_loaded", false, true),
    item("definition", false, isFine),
    item("clock", false, true),
    item("disk_space", false, true),
    item("booth_free", false, true),
    item("queue", false, false, false),
    item("seals_checked", true, false),
    item("booth_private", true, false),
    item("booth_screen", true, false),
    item("help_posted", true, false),
  ];
}

export const ZERO: ZeroReportView = {
  counts: { checkIns: 0, ballots: 0, provisional: 0, spoiled: 0 },
  contests: [
    { title: "Mayor of Riverton", candidates: ["Deborah Okafor", "Luis Martínez", "Priya Raman"] },
    { title: "Name of the new river park", candidates: ["Yes", "No"] },
  ],
  officers: ["Amina Rahman", "José Carlos Villanueva"],
  at: "2026-11-03T12:58:00Z",
  entry: 2,
  outsideHours: "",
};

export const CLOSE: CloseReportView = {
  counts: {
    checkIns: 517,
    undone: 2,
    ballots: 516,
    provisional: 6,
    spoiled: 3,
    fled: 1,
    registrations: 9,
    provisionalCases: 6,
    reconciles: true,
  },
  officers: ["Amina Rahman", "José Carlos Villanueva"],
  at: "2026-11-04T02:04:00Z",
  entry: 1093,
  headHash: "5b0f2a9d7c41e8630f9ab1d2c3e4f5067788990011aabbccddeeff0123456789",
  qr: pretendQr("close"),
};
