// SPDX-License-Identifier: MIT
import * as format from "../lib/format";
import type { Detail } from "./en_detail";

export const detail: Detail = {
  leftOut: (names) => `Immer nur eine Datei jeder Art; ausgelassen: ${names}.`,
  shareUsage:
    "Ein Link enthält keine Verbrauchsdatei: sie zuerst entfernen oder mit der Anfrage als Datei weitergeben.",
  outdated:
    "Diese Rechnung ist überholt: ihre Verbrauchsdatei wurde entfernt, oder sie konnte nicht neu gerechnet werden.",
  inFull: "Der Satz des Rechenkerns, auf Englisch",
  rounded: (manner) => (manner === "half up" ? "kaufmännisch gerundet auf" : "zur geraden Ziffer gerundet auf"),
  onPaper: (shown, all) =>
    `${format.count(shown)} von ${format.count(all)} Posten sind auf diesem Papier. Der Knopf der Seite druckt auch, ` +
    "was nicht zu sehen war, bis zu 20.000; als CSV gespeichert sind es alle.",
};
