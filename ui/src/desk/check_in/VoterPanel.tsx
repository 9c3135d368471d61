import { useState } from "react";
import type { Issued, VoterCard } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Spinner } from "../../components/Page";
import { WhyDisabled } from "../../components/WhyDisabled";
import { useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { ReasonDialog } from "../ReasonDialog";
import { ProvisionalDialog } from "./ProvisionalDialog";
import { VoterCardView } from "./VoterCardView";

interface Props {
  voterId: string;
  onIssued: (issued: Issued) => void;
  onNext: () => void;
}

/** A voter and what can be done now; the one thing that fits stands first. */
export function VoterPanel({ voterId, onIssued, onNext }: Props) {
  const text = useText();
  const format = useFormat();
  const { home } = useDesk();
  // Whether a ballot can be issued changes with the booth and the polls.
  const loaded = useLoad(
    () => desk("voter", { voterId }),
    `${voterId}-${home?.polls ?? ""}-${home?.booth.phase ?? ""}`,
  );
  const command = useCommand();
  const [asking, setAsking] = useState<"undo" | "provisional" | null>(null);
  const card = loaded.value;
  if (!card) return loaded.error ? <ErrorBanner error={loaded.error} /> : <Spinner label={text("loading")} />;
  const checkIn = () =>
    void command
      .run(() => desk("check_in", { voterId }))
      .then((next?: VoterCard) => {
        if (next) loaded.set(next);
        else loaded.reload();
      });
  const issue = () =>
    void command
      .run(() => desk("issue_ballot", { voterId }))
      .then((answer) => {
        if (answer) onIssued(answer);
        else loaded.reload();
      });
  const mayCheckIn = card.standing.state === "may_check_in";
  const waits = card.standing.state === "checked_in" && !card.standing.issued;
  const isOpen = home?.polls === "open";
  const why = [
    (mayCheckIn || waits) && !isOpen && text("why-polls-not-open"),
    waits && card.obstacle !== null && text(`obstacle-${card.obstacle}`),
  ].filter((reason) => reason !== false);
  return (
    <>
      <section
        className="panel stack"
        data-testid="voter-card"
        data-standing={card.standing.state}
        aria-label={card.name}
      >
        <VoterCardView card={card} />
      </section>
      <div className="voter-actions stack tight">
        <ErrorBanner error={command.error} />
        {card.provisionalBefore !== null && (
          <Banner kind="warning" testId="provisional-before">
            {text("provisional-before", { at: format.time(card.provisionalBefore, home?.now) })}
          </Banner>
        )}
        <WhyDisabled reasons={why} />
        <div className="row">
          {mayCheckIn && (
            <Button
              variant="primary"
              size="big"
              onPress={checkIn}
              isDisabled={!isOpen}
              isPending={command.isPending}
              testId="do-check-in"
            >
              {text("do-check-in")}
            </Button>
          )}
          {waits && (
            <Button
              variant="primary"
              size="big"
              onPress={issue}
              isDisabled={!card.mayIssue}
              isPending={command.isPending}
              testId="issue-ballot"
            >
              {text("issue-ballot")}
            </Button>
          )}
          {card.mayUndo && (
            <Button onPress={() => setAsking("undo")} testId="undo-check-in">
              {text("undo-check-in")}
            </Button>
          )}
          {card.provisionalReasons.length > 0 && (
            <Button onPress={() => setAsking("provisional")} testId="provisional">
              {text("provisional")}
            </Button>
          )}
          <Button variant="quiet" onPress={onNext} testId="next-voter">
            {text("next-voter")}
          </Button>
        </div>
      </div>
      {asking === "undo" && (
        <ReasonDialog
          title={text("undo-title")}
          lead={text("undo-lead", { name: card.name })}
          submitLabel={text("undo-check-in")}
          testId="undo"
          onClose={() => setAsking(null)}
          onSubmit={async (reason) => loaded.set(await desk("undo_check_in", { voterId, reason }))}
        />
      )}
      {asking === "provisional" && (
        <ProvisionalDialog
          reasons={card.provisionalReasons}
          onClose={() => setAsking(null)}
          before={card.provisionalBefore}
          onSubmit={async (reason, declared, again) =>
            onIssued(await desk("vote_provisionally", { voterId, reason, declared, again }))
          }
        />
      )}
    </>
  );
}
