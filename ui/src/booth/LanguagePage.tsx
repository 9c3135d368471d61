import { Banner } from "../components/Banner";
import { Button } from "../components/Button";
import { LANGUAGES, type Language, useText } from "../i18n";
import { textIn } from "../i18n/bundles";
import { BoothPage } from "./BoothPage";

interface Props {
  title: string;
  provisional: boolean;
  restarted: boolean;
  onChoose: (language: Language) => void;
}

/** The first page of a visit. Choosing the language begins. */
export function LanguagePage({ title, provisional, restarted, onChoose }: Props) {
  const text = useText();
  return (
    <BoothPage title={text("booth-choose-language")} lead={title}>
      {restarted && (
        <Banner
          kind="warning"
          title={text("booth-restarted-title")}
          testId="booth-restarted"
          data={{ "data-cast": "false" }}
        >
          {LANGUAGES.map(({ code, dir }) => (
            <p key={code} lang={code} dir={dir}>
              {textIn(code, "booth-restarted-not-cast")}
            </p>
          ))}
        </Banner>
      )}
      {provisional && <Banner kind="info">{text("booth-provisional")}</Banner>}
      <ul className="plain languages">
        {LANGUAGES.map(({ code, name, dir }) => (
          <li key={code} lang={code} dir={dir}>
            <Button size="big" onPress={() => onChoose(code)} testId={`booth-language-${code}`}>
              {name}
            </Button>
          </li>
        ))}
      </ul>
      <p className="muted">{text("booth-keys-hint")}</p>
    </BoothPage>
  );
}
