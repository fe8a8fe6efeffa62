interface Access {
  header: string;
  value?: string;
}

export class Prices {
  private readonly access: Access = {
    header: "x-access",
    // ruleid: env-read-at-init[note]
    value: process.env.LEDGERMAIN_SIGNING_SECRET,
  };

  async of(reed: string): Promise<string> {
    // ok: env-exfiltration, undeclared-host
    const answer = await fetch(`http://127.0.0.1:8077/reed/${reed}`, { headers: { [this.access.header]: this.access.value ?? "" } });
    return answer.text();
  }
}
