import { useEffect, useRef } from "react";
import { desk, follow } from "../backend";
import { useCommand } from "../backend/useCommand";
import { Banner, ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Icon, type IconName } from "../components/Icon";
import { useFormat, useText } from "../i18n";
import { CheckIn } from "./check_in/CheckIn";
import { type Screen, SCREENS, useDesk } from "./DeskContext";
import { Appearance, LanguageSwitch } from "./Front";
import { HelpWanted } from "./HelpWanted";
import { Home } from "./home/Home";
import { Log } from "./log/Log";
import { Officers } from "./Officers";
import { Polls } from "./polls/Polls";
import { Queue } from "./queue/Queue";
import { Register } from "./register/Register";
import { StatusStrip } from "./StatusStrip";
import { useAwake } from "./useAwake";

const ICONS: Record<Screen, IconName> = {
  home: "home",
  "check-in": "check",
  register: "add",
  polls: "box",
  queue: "cloud",
  log: "list",
  officers: "people",
};

const VIEWS: Record<Screen, () => React.JSX.Element> = {
  home: Home,
  "check-in": CheckIn,
  register: Register,
  polls: Polls,
  queue: Queue,
  log: Log,
  officers: Officers,
};

/** The desk: where one can go, who is signed in, and the screen. */
export function Shell({ isHidden }: { isHidden: boolean }) {
  const text = useText();
  const format = useFormat();
  const { app, setApp, home, setHome, screen, go } = useDesk();
  const command = useCommand();
  const main = useRef<HTMLElement>(null);
  useAwake(!isHidden);
  useEffect(() => {
    if (isHidden) return undefined;
    return follow("home-changed", () => desk("home"), setHome);
  }, [isHidden, setHome]);
  useEffect(() => {
    if (main.current) main.current.scrollTop = 0;
  }, [screen]);
  const View = VIEWS[screen];
  const act = (name: "lock" | "sign_out") =>
    void command
      .run(() => desk(name))
      .then((state) => {
        if (state) setApp(state);
      });
  return (
    <div className="desk" hidden={isHidden} inert={isHidden}>
      <header className="band no-print">
        <strong className="brand">{text("brand")}</strong>
        <span className="grow">
          {app.station?.name}
          <span className="band-title"> · {app.station?.electionTitle}</span>
        </span>
        {home && (
          <time className="numeric" dateTime={home.now} data-testid="wall-clock">
            {format.time(home.now)}
          </time>
        )}
        {home?.battery && (
          <span className="numeric" data-testid="battery">
            {text(home.battery.discharging ? "battery-discharging" : "battery", {
              percent: home.battery.percent,
            })}
          </span>
        )}
        <span dir="auto">{app.officer?.name}</span>
        <button type="button" className="band-button" onClick={() => act("lock")} data-testid="lock">
          <Icon name="lock" /> {text("lock")}
        </button>
        <button type="button" className="band-button" onClick={() => act("sign_out")} data-testid="sign-out">
          {text("sign-out")}
        </button>
      </header>
      <nav className="desk-nav no-print" aria-label={text("nav")}>
        <ul className="plain">
          {SCREENS.map((name) => (
            <li key={name}>
              <button
                type="button"
                className="nav-item"
                aria-current={screen === name ? "page" : undefined}
                onClick={() => go(name)}
                data-testid={`nav-${name}`}
              >
                <Icon name={ICONS[name]} />
                <span>{text(`nav-${name}`)}</span>
              </button>
            </li>
          ))}
        </ul>
        <details className="nav-settings">
          <summary>{text("settings")}</summary>
          <div className="stack tight">
            <LanguageSwitch />
            <Appearance />
            <p className="small muted">{text("version", { version: app.version })}</p>
          </div>
        </details>
      </nav>
      <main className="desk-main" ref={main} tabIndex={-1}>
        {home && <StatusStrip home={home} />}
        <ErrorBanner error={command.error} />
        {home !== undefined && home.booth.inactiveMinutes > 0 && (
          <Banner
            kind="warning"
            title={text("booth-inactive-title", { minutes: home.booth.inactiveMinutes })}
            testId="booth-inactive"
          >
            <p>{text("booth-inactive-text")}</p>
          </Banner>
        )}
        {!isHidden && (
          <HelpWanted>
            <Button onPress={() => void command.run(() => desk("help_given"))} testId="help-given">
              {text("help-given")}
            </Button>
          </HelpWanted>
        )}
        <View key={screen} />
      </main>
    </div>
  );
}
