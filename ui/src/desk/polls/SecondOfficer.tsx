import { useState } from "react";
import type { OfficerPin } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Panel } from "../../components/Page";
import { WhyDisabled } from "../../components/WhyDisabled";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { isGiven, NOBODY, OfficerPinFields } from "../OfficerPinFields";

interface Props {
  /** What is missing besides the second officer, in words; empty when nothing is. */
  missing: readonly string[];
  submitLabel: string;
  variant: "primary" | "danger";
  /** What the officers must know before they press. */
  note?: string;
  /** Carries it out; what it throws is shown here. */
  onSubmit: (second: OfficerPin) => Promise<void>;
  testId: string;
}

/** Opening and closing take two officers: the one at the desk and another with their own PIN. */
export function SecondOfficer({ missing, submitLabel, variant, note, onSubmit, testId }: Props) {
  const text = useText();
  const { app } = useDesk();
  const officers = useLoad(() => desk("officers"));
  const command = useCommand();
  const [second, setSecond] = useState(NOBODY);
  const others = (officers.value ?? []).filter(
    ({ id, vouchedBy }) => id !== app.officer?.id && vouchedBy === null,
  );
  const why = isGiven(second) ? missing : [...missing, text("why-second")];
  const submit = () =>
    void command.run(() => onSubmit(second)).finally(() => setSecond({ ...second, pin: "" }));
  return (
    <>
      <Panel title={text("second-title")}>
        <p>{text("second-lead", { name: app.officer?.name ?? "" })}</p>
        <ErrorBanner error={officers.error} />
        <OfficerPinFields
          officers={others}
          label={text("second-officer")}
          pinLabel={text("second-pin")}
          value={second}
          onChange={setSecond}
          testId="second"
        />
        <ErrorBanner error={command.error} />
        {note !== undefined && <p>{note}</p>}
        <WhyDisabled reasons={why} />
      </Panel>
      <div className="row actions-bar">
        <Button
          variant={variant}
          size="big"
          isDisabled={why.length > 0}
          isPending={command.isPending}
          onPress={submit}
          testId={testId}
        >
          {submitLabel}
        </Button>
      </div>
    </>
  );
}
