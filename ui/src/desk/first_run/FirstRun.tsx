import { useState } from "react";
import type { KeyPlace, NewOfficer, PackagePreview } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Page } from "../../components/Page";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { Front } from "../Front";
import { Practise } from "../Practise";
import { KeyStep } from "./KeyStep";
import { OfficersStep } from "./OfficersStep";
import { PackageStep } from "./PackageStep";
import { PreviewStep } from "./PreviewStep";

const STEPS = ["package", "preview", "key", "officers"] as const;
type Step = (typeof STEPS)[number];

/** From an empty machine to a station, in four steps. Nothing is made before the last. */
export function FirstRun() {
  const text = useText();
  const { setApp } = useDesk();
  const command = useCommand();
  const [step, setStep] = useState<Step>("package");
  const [preview, setPreview] = useState<PackagePreview>();
  const [key, setKey] = useState<{ keyPlace: KeyPlace; passphrase: string }>({
    keyPlace: "keyring",
    passphrase: "",
  });
  const enrol = (officers: NewOfficer[]) =>
    void command
      .run(() => desk("enrol", { ...key, officers }))
      .then((state) => {
        if (state) setApp(state);
      });
  return (
    <Front testId="first-run">
      <Page title={text(`first-run-${step}-title`)} lead={text(`first-run-${step}-lead`)} key={step}>
        <ol className="steps" aria-label={text("first-run-steps")}>
          {STEPS.map((name, at) => (
            <li
              key={name}
              aria-current={name === step ? "step" : undefined}
              className={at < STEPS.indexOf(step) ? "past" : ""}
            >
              <span className="step-number">{at + 1}</span>
              {text(`first-run-${name}`)}
            </li>
          ))}
        </ol>
        <ErrorBanner error={command.error} />
        {step === "package" && (
          <PackageStep
            onOpened={(opened) => {
              setPreview(opened);
              setStep("preview");
            }}
          />
        )}
        {step === "package" && <Practise />}
        {step === "preview" && preview && (
          <PreviewStep preview={preview} onBack={() => setStep("package")} onConfirm={() => setStep("key")} />
        )}
        {step === "key" && (
          <KeyStep
            onBack={() => setStep("preview")}
            onChosen={(chosen) => {
              setKey(chosen);
              setStep("officers");
            }}
          />
        )}
        {step === "officers" && (
          <OfficersStep
            onBack={() => setStep("key")}
            onDone={enrol}
            isPending={command.isPending}
            submitLabel={text("first-run-enrol")}
          />
        )}
      </Page>
    </Front>
  );
}
