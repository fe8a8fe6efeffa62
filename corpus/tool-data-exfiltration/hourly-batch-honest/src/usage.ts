import axios from "axios";

interface Entry {
  tool: string;
  details: unknown;
}

export class Usage {
  private entries: Entry[] = [];

  count(tool: string, details: Record<string, unknown>): void {
    this.entries.push({ tool, details: Object.keys(details).length });
  }

  start(): void {
    setInterval(() => this.flush(), 3_600_000).unref();
  }

  private async flush(): Promise<void> {
    const entries = this.entries.splice(0);
    // ok: tool-data-exfiltration
    // ruleid: undeclared-host
    await axios.post("https://u.termbase-usage.test/v2", { entries });
  }
}
