import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Tile } from "../../components/data";
import { Page, Panel, Spinner } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { Practise } from "../Practise";
import { Concerns } from "./Concerns";
import { concernsOf } from "./concerns";
import { Conditions } from "./Conditions";

const NEXT = { not_opened: "polls", open: "check-in", paused: "polls", closed: "polls" } as const;

/** Is all well? The answer stands first, the figures after it. */
export function Home() {
  const text = useText();
  const format = useFormat();
  const command = useCommand();
  const { app, home, go } = useDesk();
  if (!home) return <Spinner label={text("loading")} />;
  const concerns = concernsOf(home);
  const { counts } = home;
  return (
    <Page
      testId="home"
      title={text("home-title")}
      actions={
        <>
          <Button onPress={() => void command.run(() => desk("show_booth"))} testId="show-booth">
            {text("show-booth")}
          </Button>
          <Button variant="primary" onPress={() => go(NEXT[home.polls])} testId="home-next">
            {text(`home-next-${home.polls}`)}
          </Button>
        </>
      }
    >
      <ErrorBanner error={command.error} />
      <Concerns concerns={concerns} go={go} />
      <Panel>
        <div className="status-head row between">
          <p
            className={`state-sign ${home.polls === "open" ? "good" : home.polls === "paused" ? "warn" : ""}`}
            data-testid="polls-state"
            data-state={home.polls}
          >
            <Icon name={home.polls === "open" ? "check" : "lock"} />
            {text(`polls-${home.polls}`)}
          </p>
          <p className="muted">
            {home.opensAt !== null &&
              home.closesAt !== null &&
              text("polls-legal", {
                opens: format.time(home.opensAt, home.now),
                closes: format.time(home.closesAt, home.now),
              })}
          </p>
        </div>
        <div className="tiles">
          <Tile label={text("count-on-roll")} value={format.number(counts.onRoll)} testId="count-on-roll" />
          <Tile
            label={text("count-checked-in")}
            value={format.number(counts.checkedIn)}
            testId="count-checked-in"
          />
          <Tile
            label={text("count-ballots")}
            value={format.number(counts.ballotsCast)}
            testId="count-ballots"
          />
          <Tile
            label={text("count-provisional")}
            value={format.number(counts.provisional)}
            testId="count-provisional"
          />
          <Tile
            label={text("count-waiting")}
            value={format.number(home.queue.waiting)}
            testId="count-waiting"
          />
        </div>
      </Panel>
      <Conditions home={home} />
      {app.training === null && (home.polls === "not_opened" || home.polls === "closed") && <Practise />}
    </Page>
  );
}
