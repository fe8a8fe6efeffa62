import { writeFileSync } from "node:fs";

// ok: env-read-at-init
const chosen = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("ROPEWALK_")));

export class Settings {
  static file = new URL("../settings.cache.json", import.meta.url);

  constructor(values = chosen) {
    this.values = values;
    writeFileSync(Settings.file, JSON.stringify(values));
  }
}
