// SPDX-License-Identifier: MIT
// What a problem of the engine's is, by its code. The engine's own sentence, which names the remedy, stands beside it.
import type { ErrorCode } from "samebill";

export const problems: Record<ErrorCode, string> = {
  parse: "Der Text ist kein lesbares JSON oder keine lesbare Zeile.",
  schema: "Die Angabe fehlt, ist zu viel oder hat nicht die verlangte Form.",
  duplicate_id: "Die Kennung kommt zweimal vor.",
  unknown_plan: "Diesen Tarif gibt es im Katalog nicht.",
  unknown_device: "Dieses Gerät gibt es nicht.",
  unknown_pack: "Dieses Paket gibt es im Katalog nicht.",
  unknown_tax: "Diese Steuer gibt es im Katalog nicht.",
  unknown_sim_product: "Dieses SIM-Produkt gibt es im Katalog nicht.",
  plan_not_available: "Der Tarif steht hier nicht zur Wahl.",
  no_default_plan: "Für das Gerät ist kein Tarif vorgesehen.",
  invalid_transition: "In diesem Zustand des Geräts ist das Ereignis nicht möglich.",
  not_permitted: "Die Vertragsbedingungen erlauben es nicht.",
  before_period: "Der Zeitpunkt liegt vor dem Zeitraum.",
  period: "Der Zeitraum passt nicht.",
  conflicting_record: "Ein anderer Datensatz mit derselben Kennung sagt etwas anderes.",
  overflow: "Ein Betrag wird zu groß.",
  state: "Der Anfangsstand ist beschädigt oder passt nicht.",
  limit: "Eine Grenze ist überschritten.",
  internal: "Ein Fehler der Berechnung selbst, nicht der Eingabe.",
};
