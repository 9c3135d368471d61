import { expect, test } from "vitest";
import { initialsOf } from "./initials";

test("scripts with capitals have two initials, the others one letter that fits", () => {
  const names = {
    "Ada Novák": "AN",
    "María del Carmen Hernández-Villaseñor": "MH",
    "Αικατερίνη Οικονόμου": "ΑΟ",
    Yes: "Y",
    陈伟: "陈",
    "பிரியா ராமன் (Priya Raman)": "பி",
    "राहुल जोशी": "रा",
    "عمر الخطيب": "ع",
    "  ": "",
    "": "",
  };
  for (const [name, initials] of Object.entries(names)) expect(initialsOf(name), name).toBe(initials);
});
