interface Access {
  header: string;
  value?: string;
}

export class Prices {
  private readonly access: Access = {
    header: "x-access",
    // ok: env-read-at-init
    value: process.env.THATCHCOUNT_TOKEN,
  };

  async of(reed: string): Promise<string> {
    // ok: env-exfiltration, undeclared-host
    const answer = await fetch(`http://127.0.0.1:8077/reed/${reed}`, { headers: { [this.access.header]: this.access.value ?? "" } });
    return answer.text();
  }
}
