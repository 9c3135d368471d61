import { useState } from "react";
import type { KeyPlace } from "../../backend/bindings";
import { desk } from "../../backend";
import { useLoad } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { RadioGroup } from "../../components/choices";
import { Panel, Spinner } from "../../components/Page";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";

interface Props {
  onBack: () => void;
  onChosen: (key: { keyPlace: KeyPlace; passphrase: string }) => void;
}

/** Where the station's signing key is kept, said plainly. */
export function KeyStep({ onBack, onChosen }: Props) {
  const text = useText();
  const places = useLoad(() => desk("key_places"));
  const [chosen, setChosen] = useState<KeyPlace | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [isLeft, setLeft] = useState(false);
  if (!places.value)
    return places.error ? <ErrorBanner error={places.error} /> : <Spinner label={text("loading")} />;
  const { keyring, keyringProblem, minPassphrase } = places.value;
  const place: KeyPlace = keyring ? (chosen ?? "keyring") : "file";
  const isShort = passphrase.length < minPassphrase;
  const differs = again !== "" && again !== passphrase;
  const isReady = place === "keyring" || (!isShort && again === passphrase);
  return (
    <div className="stack wide">
      {!keyring && (
        <Banner kind="warning" title={text("key-no-keyring")}>
          <p>{text(`key-problem-${keyringProblem}`)}</p>
        </Banner>
      )}
      <Panel>
        <RadioGroup
          label={text("key-where")}
          value={place}
          onChange={(value) => setChosen(value === "keyring" ? "keyring" : "file")}
          options={[
            ...(keyring
              ? [
                  {
                    value: "keyring",
                    label: text("key-keyring"),
                    hint: text("key-keyring-hint"),
                    testId: "key-keyring",
                  },
                ]
              : []),
            { value: "file", label: text("key-file"), hint: text("key-file-hint"), testId: "key-file" },
          ]}
        />
        {place === "file" && (
          <div className="stack narrow">
            <TextField
              label={text("passphrase")}
              hint={text("passphrase-hint", { min: minPassphrase })}
              type="password"
              value={passphrase}
              onChange={setPassphrase}
              onBlur={() => setLeft(true)}
              fault={isLeft && isShort ? text("error-passphrase_short", { min: minPassphrase }) : undefined}
              dir="ltr"
              testId="key-passphrase"
            />
            <TextField
              label={text("passphrase-again")}
              type="password"
              value={again}
              onChange={setAgain}
              fault={differs && again.length >= passphrase.length ? text("passphrase-differs") : undefined}
              dir="ltr"
              testId="key-passphrase-again"
            />
          </div>
        )}
      </Panel>
      <div className="row actions-bar">
        <Button
          variant="primary"
          size="big"
          isDisabled={!isReady}
          onPress={() => onChosen({ keyPlace: place, passphrase: place === "file" ? passphrase : "" })}
          testId="key-next"
        >
          {text("next")}
        </Button>
        <Button size="big" onPress={onBack}>
          {text("back")}
        </Button>
      </div>
    </div>
  );
}
