import { useMemo, useState } from "react";
import type { BoothBallot } from "../backend/bindings";
import { booth } from "../backend";
import { useCommand } from "../backend/useCommand";
import { Banner, ErrorBanner } from "../components/Banner";
import type { Language } from "../i18n";
import { useLanguage, useText } from "../i18n";
import { ContestPage } from "./ContestPage";
import { LanguagePage } from "./LanguagePage";
import { Review } from "./Review";
import { type Marks, toCast } from "./selection";
import { translatedContest } from "./translated";

interface Props {
  ballot: BoothBallot;
  helpWanted: boolean;
  electionTitle: string;
  screen: string;
  onScreen: (screen: string) => void;
  onLanguage: (language: Language) => void;
  /** The ballot was taken back meanwhile. */
  onStale: () => void;
}

/** From the language to the cast: the marks live here, in memory, until the ballot leaves the booth. */
export function Voting({
  ballot: original,
  helpWanted,
  electionTitle,
  screen,
  onScreen,
  onLanguage,
  onStale,
}: Props) {
  const text = useText();
  const language = useLanguage();
  const ballot = useMemo(
    () => ({ ...original, contests: original.contests.map((one) => translatedContest(one, language)) }),
    [original, language],
  );
  const cast = useCommand();
  const [marks, setMarks] = useState<Marks>({});
  const [index, setIndex] = useState(0);
  const [fromReview, setFromReview] = useState(false);
  const contest = ballot.contests[index];
  const show = (at: number) => {
    setIndex(at);
    onScreen("contest");
  };
  const next = () => {
    if (!fromReview && index + 1 < ballot.contests.length) show(index + 1);
    else onScreen("review");
  };
  const back = () => {
    if (fromReview) onScreen("review");
    else if (index > 0) show(index - 1);
    else onScreen("language");
  };
  const castNow = async () => {
    await cast.run(() =>
      booth("cast", { visit: ballot.visit, contests: toCast(ballot, marks) }).catch((thrown: unknown) => {
        onStale();
        throw thrown;
      }),
    );
  };
  return (
    <div className="booth-fill">
      {helpWanted && <Banner kind="info">{text("booth-help-coming")}</Banner>}
      <ErrorBanner error={cast.error} />
      {screen === "language" && (
        <LanguagePage
          title={electionTitle}
          provisional={ballot.provisional}
          restarted={ballot.restarted}
          onChoose={(language) => {
            onLanguage(language);
            show(0);
          }}
        />
      )}
      {screen === "contest" && contest && (
        <ContestPage
          key={contest.id}
          contest={contest}
          number={index + 1}
          count={ballot.contests.length}
          marks={marks}
          onMarks={setMarks}
          onNext={next}
          onBack={back}
          fromReview={fromReview}
        />
      )}
      {screen === "review" && (
        <Review
          ballot={ballot}
          marks={marks}
          isPending={cast.isPending}
          onChange={(at) => {
            setFromReview(true);
            show(at);
          }}
          onBack={() => {
            setFromReview(false);
            show(ballot.contests.length - 1);
          }}
          onCast={castNow}
        />
      )}
    </div>
  );
}
