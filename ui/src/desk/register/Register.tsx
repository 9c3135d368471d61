import { useState } from "react";
import type { Duplicates, Registered } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Page, Panel } from "../../components/Page";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { FaultSummary } from "./FaultSummary";
import { PictureField } from "./PictureField";
import { ReviewRegistration } from "./ReviewRegistration";
import { RegistrationReceipt } from "./RegistrationReceipt";
import { useVoterForm } from "./useVoterForm";
import { VoterFields } from "./VoterFields";

/** Accredits a voter: the form, a look for duplicates, the review, the receipt. */
export function Register() {
  const text = useText();
  const { home } = useDesk();
  const state = useVoterForm();
  const command = useCommand();
  const [picture, setPicture] = useState<string | null>(null);
  const [duplicates, setDuplicates] = useState<Duplicates | null>(null);
  const [registered, setRegistered] = useState<Registered | null>(null);
  const [refusals, setRefusals] = useState(0);
  const review = () =>
    void command.run(async () => {
      const check = await desk("check_form", state.form);
      state.showAll();
      if (check.faults.length > 0) setRefusals(refusals + 1);
      else setDuplicates(await desk("duplicates", state.form));
    });
  const register = () =>
    void command
      .run(() => desk("register", state.form))
      .then((answer) => {
        if (answer) setRegistered(answer);
      });
  const again = () => {
    state.reset();
    setPicture(null);
    setDuplicates(null);
    setRegistered(null);
    setRefusals(0);
  };
  if (registered)
    return <RegistrationReceipt name={state.form.name} registered={registered} onNext={again} />;
  if (duplicates)
    return (
      <ReviewRegistration
        form={state.form}
        age={state.age}
        picture={picture}
        duplicates={duplicates}
        error={command.error}
        isPending={command.isPending}
        onBack={() => {
          command.clear();
          setDuplicates(null);
        }}
        onConfirm={register}
      />
    );
  return (
    <Page testId="register" title={text("register-title")} lead={text("register-lead")}>
      {home?.polls === "closed" && <Banner kind="warning">{text("register-closed")}</Banner>}
      {refusals > 0 && <FaultSummary faults={state.faults} attempt={refusals} />}
      <ErrorBanner error={command.error} />
      <Panel>
        <VoterFields form={state} />
        <PictureField
          picture={picture}
          maxBytes={state.options?.maxPictureBytes ?? 0}
          onPicture={(reference, shown) => {
            state.change({ picture: reference });
            setPicture(shown);
          }}
        />
      </Panel>
      <div className="row actions-bar">
        <Button
          variant="primary"
          size="big"
          onPress={review}
          isPending={command.isPending}
          isDisabled={home?.polls === "closed"}
          testId="review"
        >
          {text("register-review")}
        </Button>
        <Button variant="quiet" onPress={again}>
          {text("register-clear")}
        </Button>
      </div>
    </Page>
  );
}
