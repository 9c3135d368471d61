import type { BoothBallot, BoothContest, ContestMarks } from "../backend/bindings";

/** What is marked, by contest: of a ranked contest in the order of the ranks. Lives in memory only. */
export type Marks = Readonly<Record<string, readonly string[]>>;

export function allowed(contest: BoothContest): number {
  const { variation } = contest;
  const most = variation.kind === "ranked" ? variation.ranksAllowed : variation.votesAllowed;
  return Math.min(most, contest.candidates.length);
}

export function chosen(marks: Marks, contest: BoothContest): readonly string[] {
  return marks[contest.id] ?? [];
}

export function left(marks: Marks, contest: BoothContest): number {
  return allowed(contest) - chosen(marks, contest).length;
}

/**
 * Marks a candidate, or takes the mark back. Where one vote is allowed, another choice takes its place; where
 * several are and all are used, nothing changes: what to give up is the voter's to say.
 */
export function toggle(marks: Marks, contest: BoothContest, candidate: string): Marks {
  const before = chosen(marks, contest);
  if (before.includes(candidate)) {
    return { ...marks, [contest.id]: before.filter((other) => other !== candidate) };
  }
  if (left(marks, contest) > 0) return { ...marks, [contest.id]: [...before, candidate] };
  if (allowed(contest) === 1) return { ...marks, [contest.id]: [candidate] };
  return marks;
}

export function undoLast(marks: Marks, contest: BoothContest): Marks {
  return { ...marks, [contest.id]: chosen(marks, contest).slice(0, -1) };
}

export function clear(marks: Marks, contest: BoothContest): Marks {
  return { ...marks, [contest.id]: [] };
}

/** The contests in which more could be marked: the review names each, and the last question counts them. */
export function unfinished(ballot: BoothBallot, marks: Marks): readonly BoothContest[] {
  return ballot.contests.filter((contest) => left(marks, contest) > 0);
}

/** Every contest of the ballot in its order, as it is cast. */
export function toCast(ballot: BoothBallot, marks: Marks): ContestMarks[] {
  return ballot.contests.map((contest) => ({ contest: contest.id, candidates: [...chosen(marks, contest)] }));
}
