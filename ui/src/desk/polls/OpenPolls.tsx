import { useState } from "react";
import type { ChecklistItem } from "../../backend/bindings";
import { desk } from "../../backend";
import { useLoad } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Checkbox } from "../../components/choices";
import { Icon } from "../../components/Icon";
import { Page, Panel, Spinner } from "../../components/Page";
import { TextField } from "../../components/TextField";
import { hasText, useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { SecondOfficer } from "./SecondOfficer";
import { ZeroCountsTable } from "./ZeroReport";

/** The guided opening: what the machine checked, what people check, the zero report, two officers. */
export function OpenPolls({ onOpened }: { onOpened: () => void }) {
  const text = useText();
  const format = useFormat();
  const { home } = useDesk();
  const opening = useLoad(() => desk("opening"));
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const [outside, setOutside] = useState("");
  if (!opening.value)
    return opening.error ? <ErrorBanner error={opening.error} /> : <Spinner label={text("loading")} />;
  const { checklist, zero, opensAt, closesAt, outsideHours } = opening.value;
  const machine = checklist.filter((item) => !item.manual);
  const people = checklist.filter((item) => item.manual);
  const isBlocked = machine.some((item) => item.required && !item.ok);
  const missing = [
    isBlocked && text("why-checklist-machine"),
    people.some((item) => item.required && !confirmed.includes(item.code)) && text("why-checklist-people"),
    outsideHours && outside.trim() === "" && text("why-reason"),
  ].filter((why) => why !== false);
  return (
    <Page testId="polls" title={text("open-title")} lead={text("open-lead")}>
      {outsideHours && opensAt !== null && closesAt !== null && (
        <Panel title={text("open-outside-title")}>
          <Banner kind="warning" testId="outside-hours">
            {text("open-outside", {
              opens: format.moment(opensAt),
              closes: format.time(closesAt, opensAt),
              now: format.moment(home?.now ?? opensAt),
            })}
          </Banner>
          <TextField
            label={text("open-outside-reason")}
            hint={text("reason-hint")}
            value={outside}
            onChange={setOutside}
            rows={2}
            maxLength={2000}
            testId="outside-reason"
          />
        </Panel>
      )}
      <Panel
        title={text("open-machine")}
        actions={<Button onPress={opening.reload}>{text("check-again")}</Button>}
      >
        <ul className="check-list">
          {machine.map((item) => (
            <MachineCheck key={item.code} item={item} />
          ))}
        </ul>
      </Panel>
      <Panel title={text("open-people")}>
        <div className="stack tight">
          {people.map((item) => (
            <Checkbox
              key={item.code}
              isSelected={confirmed.includes(item.code)}
              onChange={(isOn) =>
                setConfirmed(
                  isOn ? [...confirmed, item.code] : confirmed.filter((code) => code !== item.code),
                )
              }
              testId={`check-${item.code}`}
            >
              {text(`check-${item.code}`)}
            </Checkbox>
          ))}
        </div>
      </Panel>
      <Panel title={text("zero-counts")} testId="zero-counts">
        <ZeroCountsTable counts={zero} />
      </Panel>
      <SecondOfficer
        missing={missing}
        submitLabel={text("open-submit")}
        variant="primary"
        testId="open-polls"
        onSubmit={async (second) => {
          const outsideReason = outside.trim() === "" ? null : outside.trim();
          await desk("open_polls", { second, confirmed: [...confirmed], outsideReason });
          onOpened();
        }}
      />
    </Page>
  );
}

function MachineCheck({ item }: { item: ChecklistItem }) {
  const text = useText();
  const tone = item.ok ? "good" : item.required ? "bad" : "warn";
  const problem = `check-${item.code}-problem`;
  return (
    <li data-testid={`machine-${item.code}`} data-ok={item.ok} className={tone}>
      <Icon name={item.ok ? "check" : "warning"} />
      <span>
        <strong className={item.ok ? "hidden-visually" : ""}>
          {text(item.ok ? "check-ok" : item.required ? "check-bad" : "check-warn")}{" "}
        </strong>
        {text(`check-${item.code}`, item.params)}
        {!item.ok && hasText(problem) && <strong className="block hint">{text(problem, item.params)}</strong>}
      </span>
    </li>
  );
}
