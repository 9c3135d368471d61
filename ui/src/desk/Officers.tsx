import { useState } from "react";
import type { Officer } from "../backend/bindings";
import { desk } from "../backend";
import { useLoad } from "../backend/useCommand";
import { Banner, ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { CommandDialog } from "../components/CommandDialog";
import { Photo } from "../components/data";
import { Page, Panel, Spinner } from "../components/Page";
import { useText } from "../i18n";
import { useDesk } from "./DeskContext";
import { type Draft, emptyDraft, isComplete, OfficerFields } from "./first_run/OfficerFields";
import { ConfirmOfficerDialog } from "./ConfirmOfficerDialog";
import { PinDialog } from "./PinDialog";

type Asking = { what: "add" } | { what: "pin" | "remove" | "confirm"; officer: Officer };

/** Who works here. A presiding officer adds and removes; everybody changes their own PIN. */
export function Officers() {
  const text = useText();
  const { app } = useDesk();
  const officers = useLoad(() => desk("officers"));
  const [asking, setAsking] = useState<Asking | null>(null);
  const [draft, setDraft] = useState<Draft>(() => emptyDraft("poll_worker"));
  const [changed, setChanged] = useState<string | null>(null);
  const isPresiding = app.officer?.role === "presiding_officer";
  const close = () => setAsking(null);
  const ask = (asked: Asking) => {
    setChanged(null);
    setAsking(asked);
  };
  return (
    <Page
      testId="officers"
      title={text("officers")}
      lead={text(isPresiding ? "officers-lead" : "officers-lead-worker")}
      actions={
        isPresiding && (
          <Button
            variant="primary"
            onPress={() => {
              setDraft(emptyDraft("poll_worker"));
              ask({ what: "add" });
            }}
            testId="officer-add"
          >
            {text("officer-add")}
          </Button>
        )
      }
    >
      <ErrorBanner error={officers.error} />
      {changed !== null && <Banner kind="success">{changed}</Banner>}
      {!officers.value && !officers.error && <Spinner label={text("loading")} />}
      <Panel>
        <ul className="plain">
          {officers.value?.map((officer) => (
            <li key={officer.id} className="row between session">
              <span className="row">
                <Photo picture={null} name={officer.name} />
                <span>
                  <strong dir="auto">{officer.name}</strong>
                  <span className="hint block">{text(`role-${officer.role}`)}</span>
                  {officer.vouchedBy !== null && (
                    <span className="tag warn" data-testid={`unconfirmed-${officer.id}`}>
                      {text("officer-unconfirmed")}
                    </span>
                  )}
                </span>
              </span>
              <span className="row">
                {officer.vouchedBy !== null && (
                  <Button
                    onPress={() => ask({ what: "confirm", officer })}
                    testId={`confirm-officer-${officer.id}`}
                  >
                    {text("officer-confirm")}
                  </Button>
                )}
                {(isPresiding || officer.id === app.officer?.id) && (
                  <Button onPress={() => ask({ what: "pin", officer })} testId={`set-pin-${officer.id}`}>
                    {text("pin-change")}
                  </Button>
                )}
                {isPresiding && officer.id !== app.officer?.id && (
                  <Button
                    onPress={() => ask({ what: "remove", officer })}
                    testId={`remove-officer-${officer.id}`}
                  >
                    {text("officer-remove")}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      {asking?.what === "add" && (
        <CommandDialog
          title={text("officer-add")}
          submitLabel={text("officer-add")}
          isReady={isComplete(draft)}
          testId="officer-add-confirm"
          onClose={close}
          onSubmit={async () =>
            officers.set(
              await desk("add_officer", { name: draft.name.trim(), role: draft.role, pin: draft.pin }),
            )
          }
        >
          <p>{text("officer-add-lead")}</p>
          <OfficerFields number={officers.value?.length ?? 0} draft={draft} onChange={setDraft} />
        </CommandDialog>
      )}
      {asking?.what === "remove" && (
        <CommandDialog
          title={text("officer-remove-title", { name: asking.officer.name })}
          submitLabel={text("officer-remove")}
          isFinal
          testId="officer-remove-confirm"
          onClose={close}
          onSubmit={async () => officers.set(await desk("remove_officer", { officerId: asking.officer.id }))}
        >
          <p>{text("officer-remove-text")}</p>
        </CommandDialog>
      )}
      {asking?.what === "pin" && (
        <PinDialog
          officer={asking.officer}
          onClose={close}
          onChanged={(next) => {
            officers.set(next);
            setChanged(text("pin-changed"));
          }}
        />
      )}
      {asking?.what === "confirm" && (
        <ConfirmOfficerDialog
          officer={asking.officer}
          officers={officers.value ?? []}
          onClose={close}
          onConfirmed={(next) => {
            officers.set(next);
            setChanged(text("officer-confirmed", { name: asking.officer.name }));
          }}
        />
      )}
    </Page>
  );
}
