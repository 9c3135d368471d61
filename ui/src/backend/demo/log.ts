import type { LineKind, LogLineView, LogPage, LogQuery } from "../bindings";

const STORY: readonly { kind: LineKind; code: string; text?: string; ballots?: number }[] = [
  { kind: "check_in", code: "check_in" },
  { kind: "check_in", code: "check_in" },
  { kind: "officer_action", code: "ballot_spoiled" },
  { kind: "ballot_group", code: "ballot_group", ballots: 12 },
  { kind: "registration", code: "registration" },
  { kind: "provisional_ballot", code: "provisional_ballot" },
  {
    kind: "incident",
    code: "equipment",
    text: "The printer in the booth was out of paper from 13:10 to 13:18.",
  },
  { kind: "check_in_undone", code: "check_in_undone", text: "Wrong person with the same name." },
  { kind: "program_started", code: "program_started" },
  { kind: "officer_action", code: "signed_in" },
];
const ENTRIES = 130;

function line(entry: number, isAllSent: boolean): LogLineView {
  const part = STORY[entry % STORY.length] ?? { kind: "check_in", code: "check_in" };
  return {
    entry,
    kind: part.kind,
    code: part.code,
    params: { voter: "", reason: "", text: "", ballots: part.ballots ?? 0 },
    at:
      part.kind === "ballot_group"
        ? null
        : new Date(Date.parse("2026-11-03T13:00:00Z") + entry * 210_000).toISOString(),
    officer: entry % 2 === 0 ? "Amina Rahman" : "José Carlos Villanueva",
    text: part.text ?? "",
    confirmed: isAllSent || entry < ENTRIES - 8,
  };
}

export function logPage({ before, limit, kinds }: LogQuery, scenario: string): LogPage {
  if (scenario === "empty") return { lines: [], before: null, entries: 0 };
  const lines: LogLineView[] = [];
  let entry = (before ?? ENTRIES + 1) - 1;
  for (; entry >= 1 && lines.length < limit; entry -= 1) {
    const next = line(entry, scenario !== "error");
    if (kinds.length === 0 || kinds.includes(next.kind)) lines.push(next);
  }
  return { lines, before: entry >= 1 ? entry + 1 : null, entries: ENTRIES };
}
