import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { useText } from "../../i18n";
import type { Screen } from "../DeskContext";
import type { Concern } from "./concerns";

export function Concerns({ concerns, go }: { concerns: readonly Concern[]; go: (screen: Screen) => void }) {
  const text = useText();
  if (concerns.length === 0) {
    return (
      <Banner kind="success" title={text("all-well")} testId="all-well">
        <p>{text("all-well-text")}</p>
      </Banner>
    );
  }
  return (
    <div className="stack tight">
      {concerns.map(({ code, tone, args, screen }) => (
        <Banner
          key={code}
          kind={tone}
          title={text(`concern-${code}`, args)}
          testId="concern"
          data={{ "data-code": code }}
        >
          <div className="row between">
            <p>{text(`concern-${code}-do`)}</p>
            {screen !== null && (
              <Button variant="quiet" onPress={() => go(screen)}>
                {text(`nav-${screen}`)}
              </Button>
            )}
          </div>
        </Banner>
      ))}
    </div>
  );
}
