import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

interface Props {
  children: ReactNode;
  onPress?: () => void;
  variant?: "primary" | "secondary" | "danger" | "quiet";
  size?: "normal" | "big";
  isDisabled?: boolean;
  isPending?: boolean;
  type?: "button" | "submit";
  testId?: string | undefined;
  label?: string;
}

/** One primary button a page says what is done next; the others are secondary. */
export function Button(props: Props) {
  const {
    children,
    onPress,
    variant = "secondary",
    size = "normal",
    isDisabled,
    isPending,
    type,
    testId,
    label,
  } = props;
  return (
    <AriaButton
      className={`button ${variant} ${size}`}
      onPress={() => onPress?.()}
      isDisabled={(isDisabled ?? false) || (isPending ?? false)}
      type={type ?? "button"}
      data-testid={testId}
      data-pending={isPending ?? undefined}
      {...(label === undefined ? {} : { "aria-label": label })}
    >
      {children}
    </AriaButton>
  );
}
