const STOPS = "button:not([disabled]):not([tabindex='-1']), input:not([disabled]), select, a[href], summary";

/**
 * Tab and the arrow keys go round every control of the page and never leave it, Enter or Space chooses: one
 * switch that moves (Tab or an arrow) and one that chooses (Enter or Space) reach everything. Inside the text
 * size and theme groups the arrows do the same as everywhere.
 */
export function moveFocus(event: KeyboardEvent): void {
  const step = stepOf(event);
  if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  // A focus that a script has moved is not shown by itself everywhere: whoever uses keys sees where it is.
  document.documentElement.dataset.keys = "";
  const scope =
    document.querySelector("[role='dialog'], [role='alertdialog']") ?? document.querySelector(".booth");
  const stops = [...(scope?.querySelectorAll<HTMLElement>(STOPS) ?? [])].filter(
    (stop) => stop.offsetParent !== null,
  );
  if (stops.length === 0) return;
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = at === -1 ? nextFromHeading(stops, step) : (at + step + stops.length) % stops.length;
  event.preventDefault();
  event.stopPropagation();
  stops[next]?.focus();
}

/** Whoever points needs no ring. */
export function pointed(): void {
  delete document.documentElement.dataset.keys;
}

function stepOf(event: KeyboardEvent): -1 | 0 | 1 {
  const rtl = document.documentElement.dir === "rtl";
  switch (event.key) {
    case "Tab":
      return event.shiftKey ? -1 : 1;
    case "ArrowDown":
      return 1;
    case "ArrowUp":
      return -1;
    case "ArrowRight":
      return rtl ? -1 : 1;
    case "ArrowLeft":
      return rtl ? 1 : -1;
    default:
      return 0;
  }
}

function nextFromHeading(stops: readonly HTMLElement[], step: number): number {
  return step === 1 ? 0 : stops.length - 1;
}
