import type { ReactNode } from "react";
import { useCommand } from "../backend/useCommand";
import { useText } from "../i18n";
import { ErrorBanner } from "./Banner";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { WhyDisabled } from "./WhyDisabled";

interface Props {
  title: string;
  submitLabel: string;
  /** What cannot be taken back is asked for as an alert, and its button is red. */
  isFinal?: boolean;
  isReady?: boolean;
  /** What is missing while it is not ready; otherwise: fill in every field. */
  why?: readonly string[];
  /** Of the button that carries it out. */
  testId: string;
  children: ReactNode;
  onClose: () => void;
  onSubmit: () => Promise<void>;
}

/** A question whose answer is a command. It closes when that has worked; otherwise it says what was refused. */
export function CommandDialog(props: Props) {
  const { title, submitLabel, isFinal = false, isReady = true, testId, children, onClose, onSubmit } = props;
  const text = useText();
  const why = isReady ? [] : (props.why ?? [text("why-fields")]);
  const command = useCommand();
  const submit = () =>
    void command.run(async () => {
      await onSubmit();
      onClose();
    });
  return (
    <Dialog
      title={title}
      isOpen
      role={isFinal ? "alertdialog" : "dialog"}
      onClose={onClose}
      actions={
        <>
          <Button
            variant={isFinal ? "danger" : "primary"}
            onPress={submit}
            isDisabled={!isReady}
            isPending={command.isPending}
            testId={testId}
          >
            {submitLabel}
          </Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      <ErrorBanner error={command.error} />
      {children}
      <WhyDisabled reasons={why} />
    </Dialog>
  );
}
