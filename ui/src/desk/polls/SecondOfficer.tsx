import { useState } from "react";
import type { OfficerPin } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Select } from "../../components/choices";
import { Panel } from "../../components/Page";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";

interface Props {
  /** Nothing but the second officer is missing. */
  isReady: boolean;
  submitLabel: string;
  variant: "primary" | "danger";
  /** What the officers must know before they press. */
  note?: string;
  /** Carries it out; what it throws is shown here. */
  onSubmit: (second: OfficerPin) => Promise<void>;
  testId: string;
}

/** Opening and closing take two officers: the one at the desk and another with their own PIN. */
export function SecondOfficer({ isReady, submitLabel, variant, note, onSubmit, testId }: Props) {
  const text = useText();
  const { app } = useDesk();
  const officers = useLoad(() => desk("officers"));
  const command = useCommand();
  const [officerId, setOfficerId] = useState("");
  const [pin, setPin] = useState("");
  const others = (officers.value ?? []).filter((officer) => officer.id !== app.officer?.id);
  const submit = () => void command.run(() => onSubmit({ officerId, pin })).finally(() => setPin(""));
  return (
    <Panel title={text("second-title")}>
      <p>{text("second-lead", { name: app.officer?.name ?? "" })}</p>
      <ErrorBanner error={officers.error} />
      <Select
        label={text("second-officer")}
        value={officerId}
        onChange={setOfficerId}
        options={[
          { value: "", label: text("choose") },
          ...others.map(({ id, name, role }) => ({ value: id, label: `${name} – ${text(`role-${role}`)}` })),
        ]}
        testId="second-officer"
      />
      <TextField
        label={text("second-pin")}
        type="password"
        inputMode="numeric"
        width="short"
        dir="ltr"
        value={pin}
        onChange={(typed) => setPin(typed.replace(/\D/gu, ""))}
        testId="second-pin"
      />
      <ErrorBanner error={command.error} />
      {note !== undefined && <p>{note}</p>}
      <div className="row">
        <Button
          variant={variant}
          size="big"
          isDisabled={!isReady || officerId === "" || pin === ""}
          isPending={command.isPending}
          onPress={submit}
          testId={testId}
        >
          {submitLabel}
        </Button>
      </div>
    </Panel>
  );
}
