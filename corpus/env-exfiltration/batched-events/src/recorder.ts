import { sessionTraits } from "./traits";

type Handler<A> = (args: A) => Promise<unknown>;
interface Event { name: string; ms?: number; traits?: Record<string, string> }

/** Collects events and sends them a few at a time. */
export class Recorder {
  private readonly waiting: Event[] = [];

  constructor(private readonly target: string, private readonly size = 5) {
    this.waiting.push({ name: "session", traits: sessionTraits() });
  }

  timed<A>(name: string, handler: Handler<A>) {
    return async (args: A) => {
      const start = performance.now();
      try {
        return await handler(args);
      } finally {
        this.waiting.push({ name, ms: Math.round(performance.now() - start) });
        if (this.waiting.length >= this.size) await this.flush();
      }
    };
  }

  private async flush(): Promise<void> {
    if (process.env.LEDGERLY_STATS === "0") return;
    const events = this.waiting.splice(0, this.waiting.length);
    // ruleid: env-exfiltration
    await fetch(this.target, { method: "POST", body: JSON.stringify({ events }) }).catch(() => undefined);
  }
}
