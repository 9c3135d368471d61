import { useState } from "react";
import type { Issued, ProvisionalReasonName } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { RadioGroup } from "../../components/choices";
import { Page, Panel } from "../../components/Page";
import { WhyDisabled } from "../../components/WhyDisabled";
import { useText } from "../../i18n";
import { VoterFields } from "../register/VoterFields";
import { useVoterForm } from "../register/useVoterForm";
import { Places } from "./Places";
import { Declaration, isDeclared, UNDECLARED } from "./Declaration";
import { AgainField } from "./ProvisionalDialog";

/** Only what the claim is about is insisted on: the officials look into the rest. */
const INSISTED = new Set(["name", "date_of_birth"]);
const REASONS: readonly ProvisionalReasonName[] = [
  "not_on_roll",
  "other_polling_station",
  "roll_stale",
  "identity_doubted",
];

/** Somebody who is not on this roll: send them to their place, or let them vote provisionally. */
export function Claim({ onBack, onIssued }: { onBack: () => void; onIssued: (issued: Issued) => void }) {
  const text = useText();
  const form = useVoterForm((fault) => fault.code !== "empty" || INSISTED.has(fault.field));
  const command = useCommand();
  const [reason, setReason] = useState<ProvisionalReasonName>("not_on_roll");
  const [again, setAgain] = useState("");
  const [declared, setDeclared] = useState(UNDECLARED);
  const why = isDeclared(declared) ? [] : [text("why-declaration")];
  const isAgain = command.error?.code === "case_opened" || again !== "";
  const submit = () =>
    void command
      .run(() =>
        desk("claim_provisionally", {
          claimant: form.form,
          reason,
          declared: declared.name.trim(),
          again: again.trim() === "" ? null : again.trim(),
        }),
      )
      .then((issued) => {
        if (issued) onIssued(issued);
        else form.showAll();
      });
  return (
    <Page
      testId="claim"
      title={text("claim-title")}
      lead={text("claim-lead")}
      actions={<Button onPress={onBack}>{text("back")}</Button>}
    >
      <Places />
      <Panel>
        <VoterFields form={form} isClaim />
        <RadioGroup
          label={text("reason")}
          value={reason}
          onChange={(value) => setReason(REASONS.find((known) => known === value) ?? "not_on_roll")}
          options={REASONS.map((value) => ({
            value,
            label: text(`reason-${value}`),
            testId: `provisional-reason-${value}`,
          }))}
        />
        <Declaration value={declared} onChange={setDeclared} />
        <ErrorBanner error={command.error} />
        {isAgain && <AgainField value={again} onChange={setAgain} />}
        <WhyDisabled reasons={why} />
      </Panel>
      <div className="row actions-bar">
        <Button
          variant="primary"
          size="big"
          onPress={submit}
          isDisabled={why.length > 0}
          isPending={command.isPending}
          testId="provisional-confirm"
        >
          {text("provisional-submit")}
        </Button>
      </div>
    </Page>
  );
}
