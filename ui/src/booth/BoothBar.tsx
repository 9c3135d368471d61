import { AppearanceControls } from "../components/AppearanceControls";
import { Button } from "../components/Button";
import { useText } from "../i18n";

interface Props {
  theme: string;
  textSize: string;
  onTheme: (theme: string) => void;
  onTextSize: (size: string) => void;
  onLeave: (() => void) | undefined;
  onCall: (() => void) | undefined;
}

/** Below every page: it comes last for those who go through the page with a switch. */
export function BoothBar({ onLeave, onCall, ...appearance }: Props) {
  const text = useText();
  return (
    <footer className="booth-bar no-print">
      <AppearanceControls {...appearance} />
      <span className="row">
        {onCall && (
          <Button onPress={onCall} testId="call-officer">
            {text("booth-call-officer")}
          </Button>
        )}
        {onLeave && (
          <Button variant="quiet" onPress={onLeave} testId="leave-booth">
            {text("booth-leave")}
          </Button>
        )}
      </span>
    </footer>
  );
}
