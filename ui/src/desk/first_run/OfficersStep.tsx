import { useState } from "react";
import type { NewOfficer } from "../../backend/bindings";
import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Panel } from "../../components/Page";
import { useText } from "../../i18n";
import { type Draft, emptyDraft, isComplete, OfficerFields } from "./OfficerFields";

interface Props {
  onBack?: () => void;
  onDone: (officers: NewOfficer[]) => void;
  isPending: boolean;
  submitLabel: string;
}

/** At least two officers, one of them presiding. */
export function OfficersStep({ onBack, onDone, isPending, submitLabel }: Props) {
  const text = useText();
  const [drafts, setDrafts] = useState<Draft[]>(() => [
    emptyDraft("presiding_officer"),
    emptyDraft("poll_worker"),
  ]);
  const change = (at: number, draft: Draft) =>
    setDrafts(drafts.map((other, index) => (index === at ? draft : other)));
  const hasPresiding = drafts.some((draft) => draft.role === "presiding_officer");
  const isReady = drafts.every(isComplete) && hasPresiding;
  return (
    <div className="stack wide">
      {drafts.map((draft, at) => (
        <Panel key={draft.key}>
          <OfficerFields
            number={at}
            draft={draft}
            onChange={(next) => change(at, next)}
            onRemove={
              drafts.length > 2 ? () => setDrafts(drafts.filter((other) => other !== draft)) : undefined
            }
          />
        </Panel>
      ))}
      {!hasPresiding && <Banner kind="warning">{text("error-presiding_needed")}</Banner>}
      <div className="row actions-bar">
        <Button
          variant="primary"
          size="big"
          isDisabled={!isReady}
          isPending={isPending}
          onPress={() => onDone(drafts.map(({ name, role, pin }) => ({ name: name.trim(), role, pin })))}
          testId="enrol"
        >
          {submitLabel}
        </Button>
        <Button
          size="big"
          onPress={() => setDrafts([...drafts, emptyDraft("poll_worker")])}
          testId="officer-add"
        >
          {text("officer-add")}
        </Button>
        {onBack && (
          <Button size="big" onPress={onBack}>
            {text("back")}
          </Button>
        )}
      </div>
    </div>
  );
}
