import { useState } from "react";
import type { BoothBallot, BoothContest } from "../backend/bindings";
import { Banner } from "../components/Banner";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { Icon } from "../components/Icon";
import { useText } from "../i18n";
import { BoothPage } from "./BoothPage";
import { chosen, left, type Marks, unfinished } from "./selection";

interface Props {
  ballot: BoothBallot;
  marks: Marks;
  isPending: boolean;
  onChange: (contest: number) => void;
  onBack: () => void;
  onCast: () => Promise<void>;
}

/** Everything marked, and everything left open, before the ballot is cast. */
export function Review({ ballot, marks, isPending, onChange, onBack, onCast }: Props) {
  const text = useText();
  const [isAsking, setAsking] = useState(false);
  const open = unfinished(ballot, marks);
  return (
    <BoothPage
      title={text("booth-review-title")}
      lead={text("booth-review-lead")}
      steps={
        <>
          <Button size="big" onPress={onBack} testId="back">
            {text("back")}
          </Button>
          <Button
            size="big"
            variant="primary"
            onPress={() => setAsking(true)}
            isPending={isPending}
            testId="review-cast"
          >
            {text(isPending ? "booth-casting" : "booth-cast")}
          </Button>
        </>
      }
    >
      <ul className="plain stack">
        {ballot.contests.map((contest, at) => (
          <li key={contest.id}>
            <ReviewedContest contest={contest} marks={marks} onChange={() => onChange(at)} />
          </li>
        ))}
      </ul>
      <Dialog
        title={text("booth-confirm-title")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        role="alertdialog"
        actions={
          <>
            <Button
              size="big"
              variant="primary"
              isPending={isPending}
              onPress={() => {
                setAsking(false);
                void onCast();
              }}
              testId="cast-confirm"
            >
              {text("booth-confirm-yes")}
            </Button>
            <Button size="big" onPress={() => setAsking(false)} testId="cast-not-yet">
              {text("booth-confirm-no")}
            </Button>
          </>
        }
      >
        <p>{text("booth-confirm-text")}</p>
        {open.length > 0 && (
          <Banner kind="warning">{text("booth-confirm-undervotes", { count: open.length })}</Banner>
        )}
      </Dialog>
    </BoothPage>
  );
}

function ReviewedContest({
  contest,
  marks,
  onChange,
}: {
  contest: BoothContest;
  marks: Marks;
  onChange: () => void;
}) {
  const text = useText();
  const mine = chosen(marks, contest);
  const remaining = left(marks, contest);
  const isRanked = contest.variation.kind === "ranked";
  const names = mine.map((id) => contest.candidates.find((candidate) => candidate.id === id)?.name ?? id);
  const List = isRanked ? "ol" : "ul";
  return (
    <section
      className="panel reviewed"
      aria-label={contest.title}
      data-testid="reviewed"
      data-contest={contest.id}
    >
      <div className="grow stack tight">
        <h2>{contest.title}</h2>
        {names.length > 0 && (
          <List className={isRanked ? "chosen" : "chosen plain"}>
            {names.map((name) => (
              <li key={name}>
                {!isRanked && <Icon name="check" />}
                <bdi>{name}</bdi>
              </li>
            ))}
          </List>
        )}
        {remaining > 0 && (
          <p className="undervote" data-testid="undervote">
            <Icon name="warning" />
            {names.length === 0
              ? text("booth-nothing-chosen")
              : text(isRanked ? "booth-rank-more" : "booth-choose-more", { count: remaining })}
          </p>
        )}
      </div>
      <Button
        onPress={onChange}
        testId="change"
        label={text("booth-change-contest", { contest: contest.title })}
      >
        {text("booth-change")}
      </Button>
    </section>
  );
}
