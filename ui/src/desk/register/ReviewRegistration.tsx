import type { CommandError, Duplicates, VoterForm, VoterRow } from "../../backend/bindings";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Photo, SummaryList } from "../../components/data";
import { Page, Panel } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { addressLine } from "../check_in/VoterCardView";

interface Props {
  form: VoterForm;
  age: number | null;
  picture: string | null;
  duplicates: Duplicates;
  error: CommandError | null;
  isPending: boolean;
  onBack: () => void;
  onConfirm: () => void;
}

/** Everything read through once more, with whoever may be the same person. */
export function ReviewRegistration({
  form,
  age,
  picture,
  duplicates,
  error,
  isPending,
  onBack,
  onConfirm,
}: Props) {
  const text = useText();
  const format = useFormat();
  const { sameNumber, alike } = duplicates;
  const value = (raw: string) => (raw === "" ? "–" : raw);
  return (
    <Page testId="register-review" title={text("review-title")} lead={text("review-lead")}>
      {sameNumber && (
        <Banner kind="error" title={text("error-already_registered")} testId="duplicates">
          <Alike rows={[sameNumber]} />
        </Banner>
      )}
      {!sameNumber && alike.length > 0 && (
        <Banner kind="warning" title={text("duplicates-title")} testId="duplicates">
          <p>{text("duplicates-text")}</p>
          <Alike rows={alike} />
        </Banner>
      )}
      <Panel>
        <div className="voter-head">
          <Photo picture={picture} name={form.name} size="big" />
          <div className="grow">
            <SummaryList
              rows={[
                { label: text("field-registration_number"), value: form.registrationNumber },
                { label: text("field-name"), value: form.name },
                {
                  label: text("field-date_of_birth"),
                  value:
                    age === null
                      ? form.dateOfBirth
                      : `${format.day(form.dateOfBirth)} (${text("age-years", { age })})`,
                },
                { label: text("field-gender"), value: value(form.gender) },
                { label: text("field-nationality"), value: value(form.nationality) },
                { label: text("address"), value: value(addressLine(form.address)) },
                { label: text("field-email"), value: value(form.email) },
                {
                  label: text("field-phone"),
                  value: value([form.phone, form.cell].filter((part) => part !== "").join(", ")),
                },
              ]}
            />
          </div>
        </div>
        <ErrorBanner error={error} />
      </Panel>
      <div className="row actions-bar">
        <Button
          variant="primary"
          size="big"
          onPress={onConfirm}
          isPending={isPending}
          isDisabled={sameNumber !== null}
          testId="register-confirm"
        >
          {text("register-confirm")}
        </Button>
        <Button size="big" onPress={onBack}>
          {text("register-change")}
        </Button>
      </div>
    </Page>
  );
}

function Alike({ rows }: { rows: readonly VoterRow[] }) {
  const format = useFormat();
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.voterId}>
          <strong dir="auto">{row.name}</strong> ·{" "}
          {format.facts([format.day(row.dateOfBirth), row.registrationNumber, row.address])}
        </li>
      ))}
    </ul>
  );
}
