import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useText } from "../i18n";
import { TEXT_SIZES, THEMES } from "../theme/appearance";

interface Props {
  theme: string;
  textSize: string;
  onTheme: (theme: string) => void;
  onTextSize: (size: string) => void;
}

/** Text size and colours: the same controls at the desk and in the booth. */
export function AppearanceControls({ theme, textSize, onTheme, onTextSize }: Props) {
  const text = useText();
  return (
    <>
      <ToggleButtonGroup
        className="toggles"
        aria-label={text("text-size")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[textSize]}
        onSelectionChange={(keys) => keys.forEach((key) => onTextSize(String(key)))}
      >
        {TEXT_SIZES.map((size) => (
          <ToggleButton
            key={size}
            id={size}
            className={`toggle size-${size}`}
            aria-label={text(`text-size-${size}`)}
            data-testid={`text-size-${size}`}
          >
            <span aria-hidden="true">{text("text-size-sample")}</span>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <ToggleButtonGroup
        className="toggles"
        aria-label={text("theme")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[theme]}
        onSelectionChange={(keys) => keys.forEach((key) => onTheme(String(key)))}
      >
        {THEMES.map((name) => (
          <ToggleButton key={name} id={name} className="toggle" data-testid={`theme-${name}`}>
            {text(`theme-${name}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </>
  );
}
