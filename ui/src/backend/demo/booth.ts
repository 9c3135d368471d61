import type {
  Booth,
  BoothBallot,
  BoothCommands,
  BoothContest,
  CastBallot,
  EventName,
  QrCode,
} from "../bindings";
import { refusal } from "./refuse";

function face(hue: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="hsl(${hue} 35% 78%)"/><circle cx="40" cy="31" r="15" fill="hsl(${hue} 30% 42%)"/><path d="M10 80c2-22 14-31 30-31s28 9 30 31z" fill="hsl(${hue} 40% 32%)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function candidate(id: string, name: string, party: string, hue: number | null) {
  return {
    id,
    name,
    party,
    partyAbbreviation: party === "" ? "" : party.slice(0, 2).toUpperCase(),
    picture: hue === null ? null : face(hue),
    biography: "",
    platform: "",
    translations: {},
  };
}

/** One contest of each kind, with a name that wraps and names in other scripts. */
const CONTESTS: BoothContest[] = [
  {
    id: "mayor",
    title: "Mayor of Riverton",
    translations: {
      es: "Alcaldía de Riverton",
      fr: "Maire de Riverton",
      hi: "रिवरटन के महापौर",
      ar: "عمدة ريفرتون",
    },
    variation: { kind: "plurality", votesAllowed: 1 },
    candidates: [
      candidate("dana-whitfield", "Dana Whitfield", "Riverside Alliance", 200),
      candidate("omar", "عمر الخطيب", "Civic Progress", 30),
      candidate("asha", "आशा वर्मा", "Green Valley Party", 280),
      candidate(
        "maria",
        "María del Carmen Hernández-Villaseñor de la Fuente y Montemayor",
        "Neighbours for Riverton, Independent Citizens’ Association",
        null,
      ),
      candidate("jo", "Jo Park", "", 120),
    ],
  },
  {
    id: "council",
    title: "City Council, Ward 2",
    translations: {
      es: "Concejo municipal, distrito 2",
      fr: "Conseil municipal, quartier 2",
      hi: "नगर परिषद, वार्ड 2",
      ar: "مجلس المدينة، الدائرة 2",
    },
    variation: { kind: "plurality", votesAllowed: 2 },
    candidates: [
      candidate("lee", "Lee Okafor", "Riverside Alliance", 10),
      candidate("ines", "Inés Duarte", "Civic Progress", 90),
      candidate("tom", "Tom Bexley", "Green Valley Party", 170),
      candidate("ruth", "Ruth Amsel", "", null),
    ],
  },
  {
    id: "park",
    title: "Name of the new river park (in order of preference)",
    translations: {},
    variation: { kind: "ranked", ranksAllowed: 3 },
    candidates: [
      candidate("heron", "Heron Park", "", null),
      candidate("mill", "Old Mill Park", "", null),
      candidate("founders", "Founders’ Park", "", null),
      candidate("willow", "Willow Bank", "", null),
    ],
  },
];

/** Drawn like a code, but holds nothing: the real one is computed by the shell. */
export function pretendQr(text: string): QrCode {
  const size = 29;
  let path = "";
  let state = 7;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      state = (state * 1103515245 + 12345) % 2147483648;
      const corner = (x < 8 && y < 8) || (x > 20 && y < 8) || (x < 8 && y > 20);
      if (corner ? finder(x > 20 ? x - 22 : x, y > 20 ? y - 22 : y) : state % 5 < 2)
        path += `M${x},${y}h1v1h-1z`;
    }
  }
  return { size, path, text };
}

function finder(x: number, y: number): boolean {
  if (x > 6 || y > 6 || x < 0 || y < 0) return false;
  return x === 0 || y === 0 || x === 6 || y === 6 || (x > 1 && x < 5 && y > 1 && y < 5);
}

export function ballot(visit: number, changes: Partial<BoothBallot> = {}): BoothBallot {
  return { visit, contests: CONTESTS, provisional: false, restarted: false, ...changes };
}

const CODE = "K3F7Q-92MWX-4HTRB-6PZ1D-VN8CJ-05YEG-AS2LK-Q1";

function startOf(scenario: string): Booth["state"] {
  const cast: CastBallot = { trackingCode: CODE, qr: pretendQr(CODE) };
  switch (scenario) {
    case "waiting":
      return { phase: "waiting", polls: "open" };
    case "not-opened":
      return { phase: "waiting", polls: "not_opened" };
    case "closed":
      return { phase: "waiting", polls: "closed" };
    case "paused":
      return { phase: "waiting", polls: "paused" };
    case "restarted":
      return {
        phase: "voting",
        ballot: ballot(1, { restarted: true, provisional: true }),
        helpWanted: false,
      };
    case "done":
      return { phase: "done", restarted: false, cast, provisional: false };
    case "done-restarted":
      return { phase: "done", restarted: true, cast: null, provisional: true };
    default:
      return { phase: "voting", ballot: ballot(1), helpWanted: false };
  }
}

type Handlers = {
  [K in keyof BoothCommands]: (request: BoothCommands[K]["request"]) => BoothCommands[K]["answer"];
};

/** The booth in memory. `emit` pushes what changed, as the shell does. */
export function demoBooth(scenario: string, emit: (event: EventName) => void): Handlers {
  let visit = 1;
  const view: Booth = {
    state: startOf(scenario),
    electionTitle: "City of Riverton General Municipal Election",
    electionTranslations: { es: "Elección municipal general de la Ciudad de Riverton" },
    stationName: "Oak Street School",
    oneScreen: true,
    training: scenario === "training",
    prints: true,
  };
  const change = (state: Booth["state"]) => {
    view.state = state;
    emit("booth-changed");
  };
  return {
    booth: () => structuredClone(view),
    cast: (request) => {
      if (scenario === "error") throw refusal("store", "retry", {}, "database is locked");
      if (request.visit !== visit) throw refusal("stale_visit");
      const cast = { trackingCode: CODE, qr: pretendQr(CODE) };
      change({ phase: "done", restarted: false, cast, provisional: false });
      return cast;
    },
    finish: () => {
      change({ phase: "waiting", polls: "open" });
      visit += 1;
      // The next voter comes.
      if (scenario !== "alone")
        setTimeout(() => change({ phase: "voting", ballot: ballot(visit), helpWanted: false }), 2500);
      return null;
    },
    booth_touched: () => null,
    call_officer: () => {
      if (view.state.phase === "voting") change({ ...view.state, helpWanted: true });
      return null;
    },
    booth_officers: () => ({
      officers: [
        { id: "a1", name: "Amina Rahman", role: "presiding_officer", waitSeconds: 0, vouchedBy: null },
      ],
    }),
    leave_booth: ({ pin }) => {
      if (pin !== "2468") throw refusal("wrong_pin", "refused", { left: 4 });
      return null;
    },
    print_booth: () => null,
  };
}
