// SPDX-License-Identifier: MIT
import type { CheckWords } from "./en_check";

export const check: CheckWords = {
  title: "Rechnung prüfen",
  intro:
    "Eine Rechnung stimmt, wenn ihre Anfrage dieselben Bytes ergibt. Rechnung und Anfrage hier ablegen: der " +
    "Rechenkern dieser Seite rechnet neu und vergleicht; die Signatur einer endgültigen Rechnung wird mit den " +
    "öffentlichen Schlüsseln des Ausstellers geprüft.",
  bill: "Rechnung",
  billWhat: "eine Rechnung, ein Ergebnis oder eine endgültige Rechnung",
  request: "Anfrage",
  requestWhat: "die Anfrage, aus der sie gerechnet wurde",
  keys: "Öffentliche Schlüssel",
  keysWhat: "JWKS des Ausstellers, für endgültige Rechnungen; auf dem Server unter /.well-known/jwks.json",
  choose: "Datei wählen …",
  missing: "noch nicht gegeben",
  example: "Mit einem Beispiel versuchen",
  exampleAltered: "… und mit einem geänderten Cent",
  verdicts: {
    good: "Die Rechnung ist, was ihre Anfrage ergibt.",
    bad: "Die Rechnung ist nicht, was ihre Anfrage ergibt.",
    signed: "Vom Aussteller signiert und seither unverändert.",
    ready: "Es braucht eine Rechnung und ihre Anfrage oder die Schlüssel des Ausstellers.",
  },
  computation: "Rechnung",
  issued: "Prüfsumme der gegebenen Rechnung",
  computed: "Prüfsumme der hier gerechneten",
  equal: "gleich",
  different: "verschieden",
  firstDifference: "Erster Unterschied",
  altered: "Die Rechnung trägt die Prüfsumme eines anderen Inhalts: etwas in ihr wurde nachträglich geändert.",
  written: "in der Rechnung angegeben",
  ofContent: "dessen, was in ihr steht",
  given: "wie gegeben",
  here: "hier gerechnet",
  nothing: "nichts",
  signature: "Signatur",
  signatures: {
    valid: "gültig",
    invalid: "ungültig: das Dokument oder die Signatur wurde geändert",
    unknown_key: "mit einem Schlüssel gemacht, der nicht unter den gegebenen ist",
    malformed: "fehlerhaft",
    no_keys: "die öffentlichen Schlüssel des Ausstellers fehlen",
    no_signature: "dieses Dokument trägt keine Signatur; nur endgültige Rechnungen tun es",
    insecure:
      "nicht zu prüfen: der Browser kann Signaturen nur über HTTPS und auf localhost. Auf der Befehlszeile " +
      "tut es `samebill verify`.",
    unsupported: "nicht zu prüfen: dieser Browser hat kein Ed25519. Auf der Befehlszeile tut es `samebill verify`.",
  },
  key: "Schlüssel",
  issuer: "Aussteller",
  number: "Nummer",
  clear: "Von vorn",
  csv: "Ergebnis als CSV speichern",
  sideBySide: "Beide Rechnungen um die Stelle herum",
  charge: "Posten",
};
