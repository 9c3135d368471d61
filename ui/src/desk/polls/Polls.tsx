import { useState } from "react";
import { ErrorBanner } from "../../components/Banner";
import { Page, Spinner } from "../../components/Page";
import { Button } from "../../components/Button";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { ClosePolls } from "./ClosePolls";
import { CloseReport } from "./CloseReport";
import { OpenPolls } from "./OpenPolls";
import { PauseDialog } from "./PauseDialog";
import { ZeroReport } from "./ZeroReport";

/** The polls from opening to the close report. */
export function Polls() {
  const text = useText();
  const { home, setHome } = useDesk();
  const command = useCommand();
  const [isPausing, setPausing] = useState(false);
  const [isClosing, setClosing] = useState(false);
  const state = home?.polls ?? "";
  const zero = useLoad(() => desk("zero_report"), state);
  const close = useLoad(() => desk("close_report"), state);
  if (!home) return <Spinner label={text("loading")} />;
  const resume = () =>
    void command
      .run(() => desk("resume_polls"))
      .then((next) => {
        if (next) setHome(next);
      });
  const refresh = () => void command.run(() => desk("home")).then((next) => next && setHome(next));
  if (home.polls === "not_opened") return <OpenPolls onOpened={refresh} />;
  if (isClosing && home.polls !== "closed")
    return (
      <ClosePolls
        onBack={() => setClosing(false)}
        onClosed={() => {
          setClosing(false);
          refresh();
        }}
      />
    );
  const isPaused = home.polls === "paused";
  return (
    <Page
      testId="polls"
      title={text(`polls-${home.polls}`)}
      lead={text(`polls-${home.polls}-lead`)}
      actions={
        home.polls !== "closed" && (
          <>
            {isPaused ? (
              <Button variant="primary" onPress={resume} isPending={command.isPending} testId="resume-polls">
                {text("polls-resume")}
              </Button>
            ) : (
              <Button onPress={() => setPausing(true)} testId="pause-polls">
                {text("polls-pause")}
              </Button>
            )}
            <Button
              variant={isPaused ? "secondary" : "primary"}
              onPress={() => setClosing(true)}
              testId="close-start"
            >
              {text("polls-close")}
            </Button>
          </>
        )
      }
    >
      <ErrorBanner error={command.error ?? zero.error ?? close.error} />
      {close.value && <CloseReport report={close.value} />}
      {zero.value && <ZeroReport report={zero.value} />}
      {isPausing && <PauseDialog onClose={() => setPausing(false)} onPaused={setHome} />}
    </Page>
  );
}
