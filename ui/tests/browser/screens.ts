import type { Page } from "playwright-core";
import { byTest, type Window } from "./browser";

/** A screen of the demo, and how one gets to it. */
export interface Screen {
  name: string;
  window: Window;
  scenario: string;
  /** From the first page of the scenario to the screen. */
  go?: (page: Page) => Promise<void>;
}

const click = (page: Page, id: string) => page.locator(byTest(id)).first().click();
const fill = (page: Page, id: string, value: string) => page.locator(byTest(id)).fill(value);

/** Steps one after the other. */
const steps =
  (...parts: ((page: Page) => Promise<void>)[]) =>
  async (page: Page) => {
    for (const part of parts) await part(page);
  };
const press = (id: string) => (page: Page) => click(page, id);
const type = (id: string, value: string) => (page: Page) => fill(page, id, value);
const see = (id: string) => async (page: Page) => {
  await page.locator(byTest(id)).first().waitFor();
};

const desk = (name: string, scenario: string, ...parts: ((page: Page) => Promise<void>)[]): Screen => ({
  name: `desk-${name}`,
  window: "desk",
  scenario,
  go: steps(...parts),
});
const booth = (name: string, scenario: string, ...parts: ((page: Page) => Promise<void>)[]): Screen => ({
  name: `booth-${name}`,
  window: "booth",
  scenario,
  go: steps(...parts),
});

const findVoter = (query: string) =>
  steps(press("nav-check-in"), type("search", query), see("result"), press("result"), see("voter-card"));
const toPackage = steps(
  press("package-file"),
  type("enrolment-code", "demo"),
  press("package-open"),
  see("package-preview"),
);
const secondOfficer = (pin: string) =>
  steps(
    async (page) => {
      await page.locator(byTest("second-officer")).selectOption("jose");
    },
    type("second-pin", pin),
  );
const born = (iso: string) => {
  const [year = "", month = "", day = ""] = iso.split("-");
  const box = (part: string, value: string) => type(`field-date_of_birth-${part}`, value);
  return steps(box("day", day), box("month", month), box("year", year));
};
const begin = press("booth-language-en");
const next = press("next");

export const SCREENS: readonly Screen[] = [
  desk("first-run-empty", "first-run-empty", see("package-refresh")),
  desk("first-run", "first-run", see("package-file")),
  desk(
    "first-run-wrong-code",
    "first-run",
    press("package-file"),
    type("enrolment-code", "no"),
    press("package-open"),
    see("error"),
  ),
  desk("first-run-preview", "first-run", toPackage),
  desk("first-run-key", "first-run", toPackage, press("package-confirm"), see("key-file"), press("key-file")),
  desk(
    "first-run-officers",
    "first-run",
    toPackage,
    press("package-confirm"),
    press("key-next"),
    see("officer-name-0"),
  ),
  desk("no-officers", "no-officers", see("officer-name-0")),
  desk("key-locked", "key-locked", type("unlock-passphrase", "wrong"), press("unlock-submit"), see("error")),
  desk("failed", "failed", see("error")),
  desk("sign-in", "sign-in-refused", press("officer-amina"), see("pin")),
  desk(
    "sign-in-wrong",
    "sign-in",
    press("officer-amina"),
    type("pin", "111111"),
    press("sign-in-submit"),
    see("error"),
  ),
  desk("locked", "locked", see("pin")),
  desk("home", "open", see("home")),
  desk("home-empty", "empty", see("home")),
  desk("home-error", "error", see("concern")),
  desk("training", "training", see("training-banner")),
  desk("settings", "open", see("home"), async (page) => {
    await page.locator(".nav-settings summary").click();
  }),
  desk("open-polls", "empty", press("nav-polls"), see("open-polls")),
  desk("open-polls-not-ready", "not-ready", press("nav-polls"), see("open-polls")),
  desk(
    "open-polls-error",
    "empty",
    press("nav-polls"),
    ...["seals_checked", "booth_private", "booth_screen", "help_posted"].map((code) =>
      press(`check-${code}`),
    ),
    secondOfficer("111111"),
    press("open-polls"),
    see("error"),
  ),
  desk("polls", "open", press("nav-polls"), see("zero-report")),
  desk("polls-pause", "open", press("nav-polls"), press("pause-polls"), see("pause-reason")),
  desk("polls-paused", "paused", press("nav-polls"), see("resume-polls")),
  desk("close-polls", "closing", press("nav-polls"), press("close-start"), see("close-polls")),
  desk("close-polls-error", "error", press("nav-polls"), press("close-start"), see("close-polls")),
  desk("close-report", "closed", press("nav-polls"), see("close-report")),
  desk(
    "close-report-saved",
    "closed",
    press("nav-polls"),
    press("save-report-close"),
    press("drive-stick"),
    see("report-saved"),
  ),
  desk("check-in", "open", press("nav-check-in"), type("search", "gr"), see("result")),
  desk("check-in-none", "open", press("nav-check-in"), type("search", "zzz"), see("not-on-roll")),
  desk("check-in-may", "open", findVoter("oyelaran")),
  desk("check-in-checked-in", "open", findVoter("tully")),
  desk("check-in-issued", "open", findVoter("lindqvist")),
  desk("check-in-pending", "open", findVoter("grazyna")),
  desk("check-in-elsewhere", "open", findVoter("greta")),
  desk("check-in-other-station", "open", findVoter("gregor")),
  desk("check-in-long-name", "open", findVoter("grijalva")),
  desk("check-in-error", "error", findVoter("oyelaran"), press("do-check-in"), see("error")),
  desk("undo", "open", findVoter("tully"), press("undo-check-in"), see("undo-reason")),
  desk("provisional", "open", findVoter("grazyna"), press("provisional"), see("provisional-confirm")),
  desk(
    "case-number",
    "open",
    findVoter("grazyna"),
    press("provisional"),
    type("declaration-name", "Grazyna"),
    press("provisional-confirm"),
    see("case-number"),
  ),
  desk("check-in-not-open", "empty", press("nav-check-in"), see("search")),
  desk("issued", "open", findVoter("oyelaran"), press("do-check-in"), press("issue-ballot"), see("issued")),
  desk("booth-busy", "open", press("nav-check-in"), press("hand-to-booth"), see("error")),
  desk("assist", "open", press("nav-check-in"), press("assist"), see("assist-confirm")),
  desk("voter-left", "open", press("nav-check-in"), press("flee"), see("flee-confirm")),
  desk("spoil", "open", press("nav-check-in"), press("spoil"), see("spoil-confirm")),
  desk(
    "claim",
    "open",
    press("nav-check-in"),
    type("search", "zzz"),
    press("not-on-roll"),
    type("places-query", "mill"),
  ),
  desk("register", "open", press("nav-register"), see("field-name")),
  desk(
    "register-error",
    "open",
    press("nav-register"),
    born("2012-01-01"),
    press("review"),
    see("fault-summary"),
  ),
  desk(
    "register-review",
    "open",
    press("nav-register"),
    type("field-registration_number", "RV-900001"),
    type("field-name", "Grace Oyelaran"),
    born("1984-02-29"),
    type("field-street", "5 Elm Street"),
    see("age"),
    press("review"),
    see("duplicates"),
  ),
  desk(
    "registered",
    "open",
    press("nav-register"),
    type("field-registration_number", "RV-900001"),
    type("field-name", "Noor Haddad"),
    born("2001-02-28"),
    see("age"),
    press("review"),
    press("register-confirm"),
    see("receipt-number"),
  ),
  desk("register-closed", "closed", press("nav-register"), see("field-name")),
  desk("camera", "open", press("nav-register"), press("picture-camera"), see("camera-none")),
  desk("queue", "open", press("nav-queue"), see("import-file")),
  desk("imported", "open", press("nav-queue"), press("import-file"), see("import-result")),
  desk("import-error", "error", press("nav-queue"), press("import-file"), see("error")),
  desk("queue-empty", "empty", press("nav-queue"), see("queue")),
  desk("queue-error", "error", press("nav-queue"), press("retry-now"), see("error")),
  desk("export-no-stick", "empty", press("nav-queue"), press("export-all"), see("drives-refresh")),
  desk("export", "open", press("nav-queue"), press("export-all"), see("drive-stick")),
  desk("export-error", "error", press("nav-queue"), press("export-all"), press("drive-stick"), see("error")),
  desk(
    "exported",
    "open",
    press("nav-queue"),
    press("export-all"),
    press("drive-stick"),
    see("export-result"),
  ),
  desk("log", "open", press("nav-log"), see("log-line")),
  desk("log-empty", "empty", press("nav-log"), see("log")),
  desk(
    "incident",
    "error",
    press("nav-log"),
    press("incident-open"),
    type("incident-text", "x"),
    press("incident-submit"),
    see("error"),
  ),
  desk("officers", "open", press("nav-officers"), see("set-pin-jose")),
  desk("officer-add", "open", press("nav-officers"), press("officer-add"), see("officer-add-confirm")),
  desk("officer-pin", "open", press("nav-officers"), press("set-pin-jose"), see("own-pin")),
  desk(
    "officer-remove",
    "open",
    press("nav-officers"),
    press("remove-officer-jose"),
    see("officer-remove-confirm"),
  ),
  booth("waiting", "waiting"),
  booth("waiting-paused", "paused"),
  booth("not-opened", "not-opened"),
  booth("closed", "closed"),
  booth("language", "voting", see("booth-language-en")),
  booth("restarted", "restarted", see("booth-restarted")),
  booth("contest", "voting", begin, press("candidate"), press("call-officer")),
  booth(
    "contest-largest",
    "voting",
    press("text-size-largest"),
    begin,
    press("candidate"),
    see("more-below"),
  ),
  booth("contest-several", "voting", begin, next, press("candidate")),
  booth("contest-ranked", "voting", begin, next, next, async (page) => {
    await page.locator(byTest("candidate")).nth(2).click();
    await page.locator(byTest("candidate")).nth(0).click();
  }),
  booth(
    "review",
    "voting",
    begin,
    press("candidate"),
    next,
    press("candidate"),
    next,
    next,
    see("review-cast"),
  ),
  booth(
    "review-largest",
    "voting",
    press("text-size-largest"),
    begin,
    next,
    next,
    next,
    see("review-cast"),
    see("more-below"),
  ),
  booth("confirm", "voting", begin, next, next, next, press("review-cast"), see("cast-confirm")),
  booth("error", "error", begin, next, next, next, press("review-cast"), press("cast-confirm"), see("error")),
  booth("done", "done", see("tracking-code")),
  booth("done-restarted", "done-restarted", see("booth-restarted")),
  booth("leave", "waiting", press("leave-booth"), see("leave-pin")),
  booth(
    "leave-wrong",
    "waiting",
    press("leave-booth"),
    press("leave-officer-a1"),
    type("leave-pin", "111111"),
    press("leave-submit"),
    see("error"),
  ),
];
