// SPDX-License-Identifier: MIT
import * as format from "../lib/format";
import type { UsageWords } from "./en_usage";

const many = (value: number, one: string, more: string) => `${format.count(value)} ${value === 1 ? one : more}`;

export const usage: UsageWords = {
  title: "Mein Verbrauch",
  intro:
    "Eine Datei mit Sitzungen ablegen: der Rechenkern liest sie auf dieser Seite, berechnet sie auf jedem " +
    "Tarif eines Katalogs und sagt, welche Geräte auffallen. Nichts wird hochgeladen.",
  form:
    "CSV mit den Spalten id, device, kind, start, end, quantity, oder ein JSON-Objekt je Zeile mit diesen " +
    "Feldern.",
  choose: "Verbrauchsdatei wählen …",
  example: "Mit einem Beispiel versuchen",
  catalog: "Katalog",
  month: "Monat",
  read: (records, devices) => `${many(records, "Datensatz", "Datensätze")} von ${many(devices, "Gerät", "Geräten")}`,
  plans: "Was dieser Monat auf jedem Tarif kostet",
  plansNote: "Alle Geräte den ganzen Monat auf einem Tarif, ohne Steuern und Rabatte.",
  plan: "Tarif",
  total: "Summe",
  notPossible: "nicht möglich",
  cheapest: "am günstigsten",
  top: "Größte Verbraucher",
  silent: "Stille Geräte",
  silentWhat: "Bekannt, aber ohne berechneten Verbrauch in diesem Monat.",
  noSilent: "Jedes Gerät hat in diesem Monat etwas verbraucht.",
  over: "Über das Enthaltene hinaus",
  overWhat: "Ein größerer Tarif oder ein Pool kann für diese günstiger sein.",
  noOver: "Kein Gerät hat mehr verbraucht, als der Tarif enthält.",
  idle: "Weit unter dem Enthaltenen",
  idleWhat: "Weniger als ein Zehntel verbraucht: ein kleinerer Tarif genügt vielleicht.",
  noIdle: "Kein Gerät hat weniger als ein Zehntel des Enthaltenen verbraucht.",
  device: "Gerät",
  sessions: "Sitzungen",
  used: "Verbraucht",
  included: "Enthalten",
  last: "Letzter Datensatz",
  kind: "Art",
  first: (shown, all) => `die ersten ${format.count(shown)} von ${format.count(all)}`,
  noMonths: "Kein Datensatz darin konnte gelesen werden.",
  known: "Geräteliste (eine Kennung je Zeile, auf Wunsch mit der Kennung ihres Tarifs)",
  knownWhat:
    "Geräte, die etwas verbraucht haben sollten; ohne Datensatz gelten sie als still. Ein Tarif neben einem Gerät " +
    "ist sein heutiger.",
  best: "Bester Tarif für jedes Gerät",
  bestWhat: (plan) =>
    `Für den Verbrauch dieses Monats, wenn die Geräte heute auf ${plan} sind (oder wie die Geräteliste sagt), ` +
    "ohne einmalige Entgelte.",
  findBest: "Beste Tarife suchen",
  pool: "Geräte dürfen einen Pool teilen",
  finding: "Die besten Tarife werden gesucht …",
  noBetter: "Jedes Gerät ist auf seinem besten Tarif.",
  today: "Heute",
  bestTotal: "Mit den Wechseln",
  saving: "Ersparnis im Monat",
  proven: "Bewiesen: keine Zuordnung zu diesen Tarifen kostet weniger.",
  gap: (amount) => `Keine Zuordnung spart mehr als ${amount} zusätzlich.`,
  shared: (amount) => `Davon ${amount} durch das, was Geräte teilen, etwa Pools.`,
  changes: "Geräte, die wechseln",
  before: "heute",
  after: "besser",
  inPool: "im Pool",
  saves: "Spart",
  effective: "Wechsel gelten ab",
  events: (count) => `${many(count, "Ereignis", "Ereignisse")} speichern als`,
  expected: "Noch kein Verbrauch: eine Datei hier ablegen.",
};
