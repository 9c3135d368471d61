import { useState } from "react";
import type { Issued } from "../../backend/bindings";
import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Page } from "../../components/Page";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { Claim } from "./Claim";
import { IssuedNotice } from "./IssuedNotice";
import { SearchBox } from "./SearchBox";
import { Sessions } from "./Sessions";
import { VoterPanel } from "./VoterPanel";
import { Waiting } from "./Waiting";

/** Find the voter, compare, check in, hand out the ballot. */
export function CheckIn() {
  const text = useText();
  const { home } = useDesk();
  const [voterId, setVoterId] = useState<string | null>(null);
  const [isClaiming, setClaiming] = useState(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const [turn, setTurn] = useState(0);
  const next = () => {
    setVoterId(null);
    setClaiming(false);
    setTurn(turn + 1);
  };
  const done = (answer: Issued) => {
    setIssued(answer);
    next();
  };
  // What a regular voter's notice says ends with the visit to the booth; a case number stays until it is taken down.
  const isNews = issued !== null && (issued.caseNumber !== null || home?.booth.phase === "voting");
  if (isClaiming) return <Claim onBack={next} onIssued={done} />;
  return (
    <Page testId="check-in" title={text("check-in-title")}>
      {home && home.polls !== "open" && (
        <Banner kind="warning">{text(`check-in-polls-${home.polls}`)}</Banner>
      )}
      {isNews && <IssuedNotice issued={issued} />}
      <SearchBox
        key={turn}
        isOpen={voterId === null}
        onChoose={(id) => {
          setVoterId(id);
          setIssued(null);
        }}
        onTyped={() => {
          setVoterId(null);
          setIssued(null);
        }}
        notFound={
          <Button onPress={() => setClaiming(true)} testId="not-on-roll">
            {text("not-on-roll")}
          </Button>
        }
      />
      {voterId !== null && <VoterPanel key={voterId} voterId={voterId} onIssued={done} onNext={next} />}
      <Sessions />
      <Waiting onChoose={setVoterId} />
    </Page>
  );
}
