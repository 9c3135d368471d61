import { useEffect } from "react";
import type { BoothState } from "../backend/bindings";
import { booth } from "../backend";
import { useCommand } from "../backend/useCommand";
import { Banner, ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Qr } from "../components/data";
import { useText } from "../i18n";
import { BoothPage } from "./BoothPage";

/** Without a touch for so long, the code is taken from the screen: the voter has left. */
const LEFT_AFTER_MS = 120_000;

/** The ballot is cast: its code is shown once. */
export function Done({ state, prints }: { state: Extract<BoothState, { phase: "done" }>; prints: boolean }) {
  const text = useText();
  const command = useCommand();
  useEffect(() => {
    let timer = window.setTimeout(leave, LEFT_AFTER_MS);
    function leave() {
      void booth("finish").catch(() => undefined);
    }
    function again() {
      window.clearTimeout(timer);
      timer = window.setTimeout(leave, LEFT_AFTER_MS);
    }
    const events = ["pointerdown", "keydown"] as const;
    events.forEach((event) => window.addEventListener(event, again));
    return () => {
      window.clearTimeout(timer);
      events.forEach((event) => window.removeEventListener(event, again));
    };
  }, []);
  const print = () =>
    booth("print_booth", {
      title: text("booth-done-title"),
      label: text("booth-tracking-title"),
      note: text("booth-slip-note"),
    });
  return (
    <BoothPage
      title={text("booth-done-title")}
      lead={text(state.provisional ? "booth-done-provisional" : "booth-done-lead")}
      steps={
        <>
          {state.cast && prints && (
            <Button size="big" onPress={() => void command.run(print)} testId="booth-print">
              {text("print")}
            </Button>
          )}
          <Button
            size="big"
            variant="primary"
            onPress={() => void command.run(() => booth("finish"))}
            testId="booth-done"
          >
            {text("booth-finish")}
          </Button>
        </>
      }
    >
      {state.restarted && (
        <Banner
          kind="success"
          title={text("booth-restarted-title")}
          testId="booth-restarted"
          data={{ "data-cast": "true" }}
        >
          <p>{text("booth-restarted-cast")}</p>
        </Banner>
      )}
      <ErrorBanner error={command.error} />
      {state.cast && (
        <div className="panel tracking">
          <Qr code={state.cast.qr} label={text("booth-tracking-qr")} testId="tracking-qr" />
          <div className="grow stack">
            <h2>{text("booth-tracking-title")}</h2>
            <p className="mono tracking-code" data-testid="tracking-code">
              {state.cast.trackingCode}
            </p>
            <p>{text(prints ? "booth-tracking-text" : "booth-tracking-text-no-printer")}</p>
          </div>
        </div>
      )}
    </BoothPage>
  );
}
