interface Told {
  kind: string;
  [more: string]: string;
}

/** Tells a relay what happens, so that other clients refresh. */
export class Relay {
  constructor(private readonly base: string) {}

  tell(told: Told): void {
    const { kind, ...more } = told;
    const line = Object.entries(more).map(([name, value]) => `${name}=${value}`).join("&");
    // ok: credential-exfiltration
    void fetch(`${this.base}/${kind}`, { method: "POST", body: line });
  }
}
