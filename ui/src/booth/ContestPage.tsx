import type { BoothContest } from "../backend/bindings";
import { Button } from "../components/Button";
import { useText } from "../i18n";
import { BoothPage } from "./BoothPage";
import { CandidateButton } from "./CandidateButton";
import { allowed, chosen, clear, left, type Marks, toggle, undoLast } from "./selection";

interface Props {
  contest: BoothContest;
  number: number;
  count: number;
  marks: Marks;
  onMarks: (marks: Marks) => void;
  onNext: () => void;
  onBack: () => void;
  fromReview: boolean;
}

/** One contest. Nothing has to be marked: the review names what is left open. */
export function ContestPage({ contest, number, count, marks, onMarks, onNext, onBack, fromReview }: Props) {
  const text = useText();
  const isRanked = contest.variation.kind === "ranked";
  const mine = chosen(marks, contest);
  const most = allowed(contest);
  const remaining = left(marks, contest);
  const hasParties = contest.candidates.some(({ party }) => party !== "");
  const hasPictures = contest.candidates.some(({ picture }) => picture !== null);
  const kind = isRanked ? "rank" : "vote";
  return (
    <div className="booth-fill" data-testid="contest" data-contest={contest.id}>
      <BoothPage
        title={contest.title}
        lead={text("booth-contest-number", { number, count })}
        note={
          <p className={`left-over ${remaining === 0 ? "none" : ""}`} role="status">
            {text(`booth-${kind}-left`, { count: remaining })}
          </p>
        }
        steps={
          <>
            <Button size="big" onPress={onBack} testId="back">
              {text("back")}
            </Button>
            <Button size="big" variant="primary" onPress={onNext} testId="next">
              {text(fromReview ? "booth-done-changing" : number === count ? "booth-to-review" : "next")}
            </Button>
          </>
        }
      >
        <p className="contest-rule">
          {text(isRanked ? "booth-rule-ranked" : "booth-rule-plurality", { count: most })}
        </p>
        <ul className="plain candidates" aria-label={contest.title}>
          {contest.candidates.map((candidate) => (
            <li key={candidate.id}>
              <CandidateButton
                candidate={candidate}
                isRanked={isRanked}
                hasParties={hasParties}
                hasPictures={hasPictures}
                rank={mine.indexOf(candidate.id) + 1}
                isClosed={remaining === 0 && most > 1}
                onPress={() => onMarks(toggle(marks, contest, candidate.id))}
              />
            </li>
          ))}
        </ul>
        {most > 1 && (
          <div className="row">
            {isRanked && (
              <Button
                onPress={() => onMarks(undoLast(marks, contest))}
                isDisabled={mine.length === 0}
                testId="undo-rank"
              >
                {text("booth-undo-rank")}
              </Button>
            )}
            <Button
              onPress={() => onMarks(clear(marks, contest))}
              isDisabled={mine.length === 0}
              testId="clear-contest"
            >
              {text("booth-clear")}
            </Button>
          </div>
        )}
      </BoothPage>
    </div>
  );
}
