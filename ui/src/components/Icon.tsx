const PATHS = {
  check: "M4 12.5l5 5L20 6.5",
  cross: "M5 5l14 14M19 5L5 19",
  warning: "M12 3L1.8 20.5h20.4L12 3zM12 9.5v5M12 17.2v.6",
  info: "M12 2.5a9.5 9.5 0 100 19 9.5 9.5 0 000-19zM12 10.5v6.5M12 7v.6",
  up: "M12 20V4M5 11l7-7 7 7",
  down: "M12 4v16M5 13l7 7 7-7",
  home: "M3 11l9-8 9 8M5.5 9.5V20h13V9.5",
  person: "M12 12a4.2 4.2 0 100-8.4 4.2 4.2 0 000 8.4zM4 21c.6-4.4 3.9-6.6 8-6.6s7.4 2.2 8 6.6",
  add: "M12 4v16M4 12h16",
  box: "M3 9h18v12H3zM7 9l2-6h6l2 6M9 13h6",
  cloud: "M7 19a4.5 4.5 0 01-.6-9 6 6 0 0111.5 1.3A3.9 3.9 0 0117.5 19zM12 17v-6M9.5 13l2.5-2.5 2.5 2.5",
  list: "M8 6h13M8 12h13M8 18h13M3 6h.6M3 12h.6M3 18h.6",
  people:
    "M9 11.5a3.6 3.6 0 100-7.2 3.6 3.6 0 000 7.2zM2 20c.5-3.8 3.3-5.7 7-5.7s6.5 1.9 7 5.7M16 4.6a3.5 3.5 0 010 6.6M18 14.6c2.3.6 3.7 2.4 4 5.4",
  lock: "M5 11h14v10H5zM8 11V7.5a4 4 0 018 0V11",
  search: "M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L21 21",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawn sign beside words; never alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
